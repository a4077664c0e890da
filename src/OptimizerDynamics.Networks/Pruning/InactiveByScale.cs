namespace OptimizerDynamics.Networks;

/// <summary>Removes features whose |γ| is below a threshold, usually 1e-3; none where no normalization follows the convolution.</summary>
internal sealed class InactiveByScale : PruningCriterion
{
    /// <inheritdoc/>
    public override string Name => "scale";

    /// <inheritdoc/>
    public override string Label => "|γ| < 1e-3";

    /// <inheritdoc/>
    public override PruningAmount Amount { get; } = PruningAmount.Threshold(FeatureStatistics.ScaleThreshold);

    /// <inheritdoc/>
    public override bool IsOfParameters => true;

    /// <inheritdoc/>
    public override bool NeedsScale => true;

    /// <inheritdoc/>
    protected override FilterMask Choose(PruningSubject subject, double amount) =>
        FilterMask.Of(subject.Graph.FeatureLayers.Select(layer => subject.ScaleOf(layer).Select(scale => scale < amount)));
}
