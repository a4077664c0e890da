namespace OptimizerDynamics.Networks;

/// <summary>A backend that can take the steps of several trainings at once, for small networks on a large device.</summary>
public interface IPackingBackend : ITrainingBackend
{
    /// <summary>Packs networks of this backend. They stay what they are: after every step each has its own θ, statistics and optimizer
    /// state. While they are packed, nobody steps them or loads numbers into them.</summary>
    /// <param name="networks">The networks, all of one graph, for which <see cref="NetworkGraph.IsPlain"/> holds, and of one input.</param>
    INetworkPack Pack(IReadOnlyList<ITrainingNetwork> networks);
}

/// <summary>Several networks of one graph that take their steps at once.</summary>
public interface INetworkPack : IDisposable
{
    /// <summary>Takes a step with each network that runs; the others stay as they are.</summary>
    /// <param name="isRunning">For each network whether it takes a step.</param>
    /// <param name="pixels">The mini-batches, one behind the other, also of those that do not run: what is computed with them is
    /// discarded.</param>
    /// <param name="labels">The classes, [networks, images].</param>
    /// <param name="losses">Receives each network's mean cross-entropy, in nats.</param>
    /// <param name="logits">Receives the logits, [networks, images, classes].</param>
    void TakeStep(
        ReadOnlySpan<bool> isRunning, ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<double> losses, Span<float> logits);
}
