namespace OptimizerDynamics.Networks;

/// <summary>The measures of one branch of a training: what a criterion took at an amount, and the test error then.</summary>
public static class BranchMeasures
{
    /// <summary>The share of the features that the criterion took.</summary>
    /// <param name="criterion">The criterion's name.</param>
    /// <param name="amount">The amount.</param>
    public static Measure TakenBy(string criterion, double amount) => Of(
        criterion, amount, "Taken", "share of the features that are taken", (result, branch) => (double)branch.Removed / result.Features);

    /// <summary>The test error after fine-tuning; NaN without.</summary>
    /// <param name="criterion">The criterion's name.</param>
    /// <param name="amount">The amount.</param>
    public static Measure FineTunedError(string criterion, double amount) => Of(
        criterion, amount, "FineTunedTestError", "test error, fine-tuned", (_, branch) => branch.FineTuned?.Top1Error ?? double.NaN);

    private static Measure Of(
        string criterion, double amount, string name, string description, Func<TrainingResult, PrunedBranch, double> of)
    {
        var which = FormattableString.Invariant($"{criterion} {amount}");
        return new Measure(
            $"{which}{name}", description, MeasureUnit.Share, $"{description}, pruned by {which}",
            result => result.Branches.FirstOrDefault(branch => branch.Criterion == criterion && branch.Amount.Equals(amount)) is { } branch
                ? of(result, branch)
                : double.NaN)
        { FeatureColumn = null, IsInTrials = false, HasRange = true };
    }
}
