namespace OptimizerDynamics.Networks;

/// <summary>Features go that never put out as much as 1e-12 on the training set.</summary>
internal sealed class InactiveByActivation : PruningCriterion
{
    /// <inheritdoc/>
    public override string Name => "activation";

    /// <inheritdoc/>
    public override string Label => "largest activation < 1e-12";

    /// <inheritdoc/>
    protected override FilterMask Choose(IReadOnlyList<FeatureStatistics> layers) =>
        FilterMask.Of(layers.Select(layer =>
            layer.LargestActivation.Select(activation => activation < FeatureStatistics.ActivationThreshold)));
}
