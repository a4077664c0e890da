using BenchmarkDotNet.Attributes;

namespace OptimizerDynamics.Benchmarks;

/// <summary>Adam with L2 on one flat vector of 100 to 10,000,000 parameters.</summary>
public class AdamBySize : StepBenchmark
{
    [Params(100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)]
    public int Length { get; set; }

    protected override ParameterLayout Layout => ParameterLayout.Vector(Length);

    internal override string Title => "Adam";

    protected override string OptimizerName => "adam";
}
