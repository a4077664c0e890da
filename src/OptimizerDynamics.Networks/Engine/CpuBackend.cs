namespace OptimizerDynamics.Networks;

/// <summary>Trains plain networks on the CPU with the project's own kernels: the same bits on every processor, whatever vectors it
/// has.</summary>
/// <remarks>
/// It computes in float32. Every sum has an order that depends on the network and the size of the mini-batch alone, products that are added
/// are fused (rounded once) everywhere, and exponential and logarithm are its own. What is not a chain of convolutions (3 × 3, stride 1),
/// each with normalization, activation and pooling, and of linear layers behind a global pooling, it refuses in words.
/// </remarks>
public sealed class CpuBackend : ITrainingBackend
{
    /// <summary>The engine's name in studies and options.</summary>
    public const string ShortName = "cpu";

    /// <summary>The engine's name in records and checkpoints: with the version of its arithmetic, for two versions may give other
    /// bits.</summary>
    public const string FullName = "cpu/1";

    /// <summary>The largest number of threads that compute one network.</summary>
    public const int MostThreads = 256;

    private readonly int _threads;

    /// <summary>The engine.</summary>
    /// <param name="threads">Threads that compute one network together, the caller's included, in [1, 256]; no number of them changes a
    /// bit. Many trainings at once are faster on one thread each. More threads than a layer has groups of four channels wait there.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside its range.</exception>
    public CpuBackend(int threads = 1) => _threads = threads is >= 1 and <= MostThreads
        ? threads
        : throw new ArgumentOutOfRangeException(nameof(threads), threads, $"threads = {threads} must lie in [1, {MostThreads}].");

    /// <inheritdoc/>
    public string Name => FullName;

    /// <summary>Why the engine does not compute a network, in a sentence; null where it does.</summary>
    /// <param name="graph">The network.</param>
    public static string? WhyNot(NetworkGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return EnginePlan.WhyNot(graph);
    }

    /// <inheritdoc/>
    public IBackendNetwork Create(NetworkGraph graph, NetworkInput input) => new CpuNetwork(graph, input, _threads);

    /// <inheritdoc/>
    public ITrainingNetwork CreateForTraining(NetworkGraph graph, NetworkInput input, Chain chain, long iterations) =>
        new CpuTrainingNetwork(graph, input, chain, iterations, _threads);
}
