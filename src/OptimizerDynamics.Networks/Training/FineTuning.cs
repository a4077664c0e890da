namespace OptimizerDynamics.Networks;

/// <summary>How every pruned network of a training is trained further.</summary>
/// <remarks>With the mini-batch size and the augmentation of the training, a fresh optimizer, and mini-batches in an order of its own that
/// follows from the training's seed and is the same for all pruned networks.</remarks>
/// <param name="Iterations">The number of steps, at least 1.</param>
/// <param name="Chain">The optimizer, given the number of steps of the training before.</param>
public sealed record FineTuning(long Iterations, Func<long, Chain> Chain)
{
    /// <summary>The number of steps.</summary>
    public long Iterations { get; } = Iterations >= 1
        ? Iterations
        : throw new ArgumentOutOfRangeException("fineTune", Iterations, FormattableString.Invariant($"fineTune: {Iterations} is below 1."));
}
