namespace OptimizerDynamics.Networks;

/// <summary>Removes features whose largest activation on the training set is below 1e-12.</summary>
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
