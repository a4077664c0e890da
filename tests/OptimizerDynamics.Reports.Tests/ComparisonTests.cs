using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>How verdicts become ratios, and many of them one word.</summary>
public sealed class ComparisonTests
{
    private const double Never = double.PositiveInfinity;

    [Theory]
    [InlineData(10, 30, 3, false, false)]
    [InlineData(30, 10, 1 / 3.0, false, false)]
    [InlineData(10, Never, 100, true, false)] // at least: the other did not come to half within 1,000
    [InlineData(Never, 10, 0.01, true, false)]
    [InlineData(Never, Never, 1, false, true)]
    public void A_ratio_is_a_bound_where_one_never_came_to_half(double first, double second, double ratio, bool isBound, bool isNever)
    {
        double[] one = [.. Enumerable.Repeat(first, 8)], other = [.. Enumerable.Repeat(second, 8)];
        var comparison = new Comparison(
            OptimizerCatalog.Find("adam")!, 1, Verdict.Of(one.Zip(other, Verdict.LogRatio)), SampleMedian.Of(one), SampleMedian.Of(other));
        Assert.Equal(ratio, comparison.Ratio(1000), 1e-12);
        Assert.Equal((isBound, isNever), (comparison.IsBound, comparison.IsNever));
    }

    [Theory]
    [InlineData("+", HypothesisOutcome.Supported)]
    [InlineData("-", HypothesisOutcome.Contradicted)]
    [InlineData("0", HypothesisOutcome.Open)]
    [InlineData("00", HypothesisOutcome.Open)]
    [InlineData("++", HypothesisOutcome.Supported)]
    [InlineData("--", HypothesisOutcome.Contradicted)]
    [InlineData("+0", HypothesisOutcome.DependsOnTheMeasure)]
    [InlineData("-0", HypothesisOutcome.DependsOnTheMeasure)]
    [InlineData("+-", HypothesisOutcome.DependsOnTheMeasure)]
    public void All_measures_have_to_pass(string verdicts, HypothesisOutcome outcome) =>
        Assert.Equal(outcome, Finding.OutcomeOf(
        [
            .. verdicts.Select(sign => new TestedContrast(
                "", "", Verdict.Of(Enumerable.Repeat(sign == '+' ? 1.0 : sign == '-' ? -1.0 : 0.0, 8)))),
        ]));

    [Fact]
    public void The_papers_hypotheses_and_ours_each_have_a_source() =>
        Assert.Equal(
            Enumerable.Range(1, 17).Select(number => $"H{number}"),
            PaperHypotheses.All.Where(hypothesis => hypothesis.Source.Length > 0).Select(hypothesis => hypothesis.Id));
}
