namespace OptimizerDynamics.Networks;

/// <summary>Removes features whose largest activation on the training set is below a threshold, usually 1e-12.</summary>
internal sealed class InactiveByActivation : PruningCriterion
{
    /// <inheritdoc/>
    public override string Name => "activation";

    /// <inheritdoc/>
    public override string Label => "largest activation < 1e-12";

    /// <inheritdoc/>
    public override PruningAmount Amount { get; } = PruningAmount.Threshold(FeatureStatistics.ActivationThreshold);

    /// <inheritdoc/>
    protected override FilterMask Choose(PruningSubject subject, double amount) =>
        FilterMask.Of(subject.Features.Select(layer => layer.LargestActivation.Select(activation => activation < amount)));
}
