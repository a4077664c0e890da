namespace OptimizerDynamics.Networks;

/// <summary>Removes a share of the network's features, drawn by the training's seed: the control that every other criterion has to
/// beat.</summary>
/// <remarks>Features are ranked by a number each, drawn once: those that go at a smaller share go at a larger one, too.</remarks>
internal sealed class RandomFeatures : PruningCriterion
{
    // A stream apart from those of layers and epochs, which are small numbers, and of augmentation, which begin at 2⁴⁰.
    private const ulong Stream = 1UL << 62;

    /// <inheritdoc/>
    public override string Name => "random";

    /// <inheritdoc/>
    public override string Label => "random features of the network";

    /// <inheritdoc/>
    public override PruningAmount Amount => PruningAmount.Share;

    /// <inheritdoc/>
    protected override FilterMask Choose(PruningSubject subject, double amount)
    {
        var (random, next) = (new CounterRandom(subject.Seed, Stream), 0UL);
        return Ranking.SmallestOfAll(
            subject.Graph.FeatureLayers.Select(layer => Enumerable.Range(0, layer.Features).Select(_ => random.At(next++).Uniform)),
            amount);
    }
}
