using BenchmarkDotNet.Attributes;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Benchmarks;

/// <summary>Every optimizer with L2 over the 25 tensors of BasicNet, at an eighth and a quarter of its width and at its full
/// width.</summary>
public class EveryOptimizer : StepBenchmark
{
    [ParamsSource(nameof(Names))]
    public string Optimizer { get; set; } = "";

    /// <summary>78,066 parameters at 1/8, 309,466 at 1/4, 4,918,090 at 1.</summary>
    [Params("1/8", "1/4", "1")]
    public string Width { get; set; } = "";

    public static IEnumerable<string> Names => OptimizerCatalog.All.Select(optimizer => optimizer.Name);

    internal override string Title => $"{Optimizer}, width {Width}";

    protected override ParameterLayout Layout =>
        Architectures.BasicNet.Build(Width switch { "1" => 1, "1/4" => 0.25, _ => 0.125 }).Parameters;

    protected override string OptimizerName => Optimizer;
}
