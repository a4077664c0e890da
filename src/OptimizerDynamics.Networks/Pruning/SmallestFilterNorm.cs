namespace OptimizerDynamics.Networks;

/// <summary>Removes a share of each layer's features, those whose filters have the smallest L1 norms (Li et al. 2017, "Pruning filters for
/// efficient ConvNets").</summary>
internal sealed class SmallestFilterNorm : PruningCriterion
{
    /// <inheritdoc/>
    public override string Name => "filter-norm";

    /// <inheritdoc/>
    public override string Label => "the smallest L1 norms of filters in each layer";

    /// <inheritdoc/>
    public override PruningAmount Amount => PruningAmount.Share;

    /// <inheritdoc/>
    public override bool IsOfParameters => true;

    /// <inheritdoc/>
    protected override FilterMask Choose(PruningSubject subject, double amount) =>
        Ranking.SmallestOfEach(subject.Graph.FeatureLayers.Select(subject.FilterNormOf), amount);
}
