using System.Text.RegularExpressions;
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

    /// <summary>The index shows no number as the paper's that is not in a table of the paper.</summary>
    [Fact]
    public void What_the_paper_measured_is_in_the_tables_that_the_page_shows()
    {
        var measured = PaperHypotheses.All.Where(hypothesis => hypothesis.Measured.Length > 0).ToList();
        Assert.Equal(["H1", "H2", "H3", "H4", "H6", "H7", "H10", "H12"], measured.Select(hypothesis => hypothesis.Id));
        foreach (var hypothesis in measured.Where(hypothesis => hypothesis.Id != "H1")) // by activation, too, which its table leaves out
        {
            var cells = hypothesis.Published.SelectMany(table => table.Rows).SelectMany(row => row).ToHashSet();
            var numbers = Regex.Matches(hypothesis.Measured, @"[0-9.]+(?= %)").Select(match => match.Value).ToList();
            Assert.Equal(2, numbers.Count);
            Assert.All(numbers, number => Assert.Contains(number, cells));
        }
    }
}
