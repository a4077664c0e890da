namespace OptimizerDynamics.Networks;

/// <summary>The MACs (multiplications, each with an addition) of a network for one image.</summary>
public static class MacCount
{
    /// <summary>Of the whole network.</summary>
    public static Measure Whole { get; } = new(
        "multiplyAdds", "MACs", MeasureUnit.Count, "MACs of the network for an image", result => result.Cost.Macs)
    { FeatureColumn = null, PruningColumn = 70 };

    /// <summary>Without the features that are inactive by activation.</summary>
    public static Measure Pruned { get; } = new(
        "prunedMultiplyAdds", "MACs, pruned", MeasureUnit.Count, "MACs of the pruned network for an image",
        result => result.Costs.TryGetValue(ResultNames.PrunedCost, out var pruned) ? pruned.Macs : double.NaN)
    { FeatureColumn = null };

    /// <summary>The share that is left without them.</summary>
    public static Measure Left { get; } = new(
        "multiplyAddsLeft", "left", MeasureUnit.Share, "share of the MACs that is left", result => Pruned.Of(result) / Whole.Of(result))
    { FeatureColumn = null, PruningColumn = 80, IsInTrials = false };
}
