namespace OptimizerDynamics.Networks;

/// <summary>The number of trained parameters of a network.</summary>
public static class ParameterCount
{
    /// <summary>Of the whole network.</summary>
    public static Measure Whole { get; } = new(
        "parameters", "parameters", MeasureUnit.Count, "parameters of the network", result => result.Cost.Parameters)
    { FeatureColumn = null, PruningColumn = 50 };

    /// <summary>Without the features that are inactive by activation.</summary>
    public static Measure Pruned { get; } = new(
        "prunedParameters", "parameters, pruned", MeasureUnit.Count, "parameters of the pruned network",
        result => result.Costs.TryGetValue(ResultNames.PrunedCost, out var pruned) ? pruned.Parameters : double.NaN)
    { FeatureColumn = null };

    /// <summary>The share that is left without them.</summary>
    public static Measure Left { get; } = new(
        "parametersLeft", "left", MeasureUnit.Share, "share of the parameters that is left", result => Pruned.Of(result) / Whole.Of(result))
    { FeatureColumn = null, PruningColumn = 60, IsInTrials = false };
}
