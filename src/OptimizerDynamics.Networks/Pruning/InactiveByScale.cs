namespace OptimizerDynamics.Networks;

/// <summary>Removes features whose |γ| is below 1e-3.</summary>
internal sealed class InactiveByScale : PruningCriterion
{
    /// <inheritdoc/>
    public override string Name => "scale";

    /// <inheritdoc/>
    public override string Label => "|γ| < 1e-3";

    /// <inheritdoc/>
    protected override FilterMask Choose(IReadOnlyList<FeatureStatistics> layers) =>
        FilterMask.Of(layers.Select(layer => layer.Scale.Select(scale => Math.Abs(scale) < FeatureStatistics.ScaleThreshold)));
}
