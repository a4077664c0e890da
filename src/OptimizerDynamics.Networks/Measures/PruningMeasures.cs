namespace OptimizerDynamics.Networks;

/// <summary>The measures of what a pruning criterion leaves of a network, for criteria besides those of the library.</summary>
public static class PruningMeasures
{
    /// <summary>The error on the test set, with the features taken out that the criterion selects.</summary>
    /// <param name="criterion">The criterion.</param>
    public static Measure ErrorBy(PruningCriterion criterion)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        return ClassificationError.In(
            criterion.TestName, $"{criterion.Name}TestError", $"pruned by {criterion.Label}",
            $"test error with the features taken out that are selected by {criterion.Label}") with
        { PruningColumn = int.MaxValue };
    }

    /// <summary>The share of parameters that is left without those features.</summary>
    /// <param name="criterion">The criterion.</param>
    public static Measure ParametersLeftBy(PruningCriterion criterion)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        return new Measure(
            $"{criterion.Name}ParametersLeft", "left", MeasureUnit.Share, $"share of the parameters that is left by {criterion.Label}",
            result => result.Costs.TryGetValue(criterion.CostName, out var left)
                ? (double)left.Parameters / result.Cost.Parameters
                : double.NaN)
        { FeatureColumn = null, PruningColumn = int.MaxValue };
    }
}
