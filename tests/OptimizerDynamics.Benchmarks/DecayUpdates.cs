using BenchmarkDotNet.Attributes;

namespace OptimizerDynamics.Benchmarks;

/// <summary>
/// The simulation of a phase diagram: 4,096 lanes in double with L2, per lane and iteration, on one thread; and copying the same numbers.
/// </summary>
public class DecayUpdates
{
    private const int Side = 64, Lanes = Side * Side, Iterations = 100;

    private readonly double[] _source = new double[Lanes], _destination = new double[Lanes];
    private DecaySimulation? _simulation;
    private int _vectors;

    [ParamsSource(nameof(Names))]
    public string Optimizer { get; set; } = "";

    public static IEnumerable<string> Names => OptimizerCatalog.All.Select(optimizer => optimizer.Name);

    [GlobalSetup]
    public void Setup()
    {
        var chain = DecaySimulation.UnitChain(OptimizerCatalog.Find(Optimizer)!, new Dictionary<string, double>(), Regularization.L2);
        var noises = PhaseDiagram.LogarithmicAxis(1e-8, 1, Side);
        var lambdas = PhaseDiagram.LogarithmicAxis(1e-6, 1e-1, Side);
        _simulation = new DecaySimulation(
            chain,
            noises.SelectMany(noise => lambdas.Select(lambda => new DecayLane(lambda, new GradientProcess { NoiseAfter = noise }, 1))),
            long.MaxValue / 4);
        // θ and the state are read and written; λ, σ, g and two times are read, g written.
        _vectors = 2 * (1 + chain.Sum(rule => rule.Vectors.Length)) + 6;
    }

    [Benchmark(OperationsPerInvoke = Lanes * Iterations)]
    public void Simulate() => _simulation!.Run(Iterations);

    /// <summary>As many numbers as an iteration reads and writes, from cache to cache.</summary>
    [Benchmark(OperationsPerInvoke = Lanes * Iterations)]
    public void Copy()
    {
        for (var i = 0; i < Iterations * _vectors / 2; i++)
            _source.AsSpan().CopyTo(_destination);
    }
}
