using OptimizerDynamics.Experiments;
using OptimizerDynamics.Snapshots;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>The report of a low-gradient study that decides H11, as it was approved; and what it decides where runs are missing.</summary>
public sealed class ClaimPageTests
{
    [Fact]
    public void The_page_is_as_approved() => Snapshot.Matches(SmokeStudy.ClaimPage.Markdown, "low-gradient-claim-smoke", "md");

    [Fact]
    public void The_comparisons_are_as_approved() =>
        Snapshot.Matches(SmokeStudy.ClaimPage.Tables["comparisons"].ToCsv(), "low-gradient-claim-smoke-comparisons", "csv");

    [Fact]
    public void The_figure_is_as_approved() =>
        Snapshot.Matches(FigureText.Of(Assert.Single(SmokeStudy.ClaimPage.Figures)), "low-gradient-claim-smoke-figure");

    [Fact]
    public void The_primary_comparisons_alone_decide()
    {
        var finding = Assert.Single(SmokeStudy.ClaimPage.Findings);
        Assert.Equal(("H11", HypothesisOutcome.Supported, 2), (finding.Id, finding.Outcome, finding.Primary.Length));
        // AMSGrad, which fails, is no part of the verdict.
        Assert.Contains("| AMSGrad |", SmokeStudy.ClaimPage.Body, StringComparison.Ordinal);
        Assert.Contains("fails for AMSGrad", SmokeStudy.ClaimPage.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_run_that_decides_there_is_no_verdict()
    {
        var (study, records) = SmokeStudy.Claim;
        var missing = study.Trials.Single(trial =>
            trial.Optimizer.Name == "sgd" && trial.Regularization == OptimizerDynamics.Regularization.L2 && trial.Lambda.Equals(1e-4));
        var page = DecayPage.Of(study, [.. records.Where(record => record.Id != missing.Specification.Id)]);
        Assert.Empty(page.Findings);
        Assert.Contains("The runs that decide are not all there", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_of_two_settings_are_refused()
    {
        var (study, records) = SmokeStudy.Claim;
        var other = study.Trials[0] with { InitialValue = 2 };
        var error = Assert.Throws<FormatException>(
            () => DecayPage.Of(study, [.. records, records[0] with { Specification = other.Specification }]));
        Assert.Equal("a study that decides H11 has one setting; these records are of 2", error.Message);
    }
}
