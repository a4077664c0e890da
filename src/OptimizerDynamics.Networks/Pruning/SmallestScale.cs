namespace OptimizerDynamics.Networks;

/// <summary>Removes a share of the network's features, those with the smallest |γ| whatever their layers: the global quantile of Network
/// Slimming (Liu et al. 2017, "Learning efficient convolutional networks through network slimming").</summary>
/// <remarks>A layer may lose all of its features; <see cref="Prune.Apply"/> says what becomes of it.</remarks>
internal sealed class SmallestScale : PruningCriterion
{
    /// <inheritdoc/>
    public override string Name => "smallest-scale";

    /// <inheritdoc/>
    public override string Label => "the smallest |γ| of the network";

    /// <inheritdoc/>
    public override PruningAmount Amount => PruningAmount.Share;

    /// <inheritdoc/>
    public override bool IsOfParameters => true;

    /// <inheritdoc/>
    public override bool NeedsScale => true;

    /// <inheritdoc/>
    protected override FilterMask Choose(PruningSubject subject, double amount) =>
        Ranking.SmallestOfAll(subject.Graph.FeatureLayers.Select(subject.ScaleOf), amount);
}
