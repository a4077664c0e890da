namespace OptimizerDynamics.Networks;

/// <summary>
/// What computes networks: forward, backward and the optimizer's steps. <see cref="Trainer"/> is written once against it.
/// </summary>
/// <remarks>
/// <para>A backend gets pixels as bytes and gives back losses, logits and features' activations as numbers in memory: it decides about
/// layout, element type and device, and nobody else sees a tensor. What is an error, when a training has diverged, how selective a feature
/// is: that is decided by who calls it, so that all backends share one definition.</para>
/// <para>The same calls give the same bits on the same device with the same number of threads. Networks are used by one thread at a
/// time.</para>
/// </remarks>
public interface ITrainingBackend
{
    /// <summary>Its name in records and checkpoints, with its version where that decides about bits: <c>libtorch</c>,
    /// <c>cpu/1</c>.</summary>
    string Name { get; }

    /// <summary>A network to be evaluated. Its numbers are undefined until <see cref="IBackendNetwork.Load"/>.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="input">What it reads.</param>
    /// <exception cref="ArgumentException">The backend cannot compute such a network; the message says why.</exception>
    IBackendNetwork Create(NetworkGraph graph, NetworkInput input);

    /// <summary>
    /// A network to be trained, and evaluated on the way. Its numbers are undefined until <see cref="IBackendNetwork.Load"/>.
    /// </summary>
    /// <param name="graph">The network.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="chain">The optimizer.</param>
    /// <param name="iterations">The number of steps of the whole training, at least 1: some schedules depend on it.</param>
    /// <exception cref="ArgumentException">The backend cannot compute such a network or chain; the message says why.</exception>
    ITrainingNetwork CreateForTraining(NetworkGraph graph, NetworkInput input, Chain chain, long iterations);
}
