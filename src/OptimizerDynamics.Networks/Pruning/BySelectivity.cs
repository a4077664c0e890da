namespace OptimizerDynamics.Networks;

/// <summary>Removes a share of the network's features by their selectivity on the training set: those that fire in the fewest images, dead
/// ones first, or those that fire in the most.</summary>
/// <param name="takesMost">Whether the most selective features go, and not the least selective ones.</param>
internal sealed class BySelectivity(bool takesMost) : PruningCriterion
{
    /// <inheritdoc/>
    public override string Name => takesMost ? "most-selective" : "least-selective";

    /// <inheritdoc/>
    public override string Label =>
        takesMost ? "the most selective features of the network" : "the least selective features of the network";

    /// <inheritdoc/>
    public override PruningAmount Amount => PruningAmount.Share;

    /// <inheritdoc/>
    protected override FilterMask Choose(PruningSubject subject, double amount) => Ranking.SmallestOfAll(
        subject.Features.Select(layer => layer.Selectivity.Select(selectivity => takesMost ? -selectivity : selectivity)), amount);
}
