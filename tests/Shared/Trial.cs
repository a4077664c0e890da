using FsCheck;
using FsCheck.Fluent;

namespace OptimizerDynamics.Testing;

/// <summary>An optimizer and the gradients it meets: the random input of nearly every property.</summary>
internal sealed record Trial(OptimizerCase Optimizer, GradientStream Stream)
{
    /// <summary>Random trials of one optimizer.</summary>
    public static Arbitrary<Trial> Any(string optimizer, int leastSteps = 50, int mostSteps = 500) =>
        Arb.From(
            Gen.Choose(0, int.MaxValue).Select(seed => Of(optimizer, seed, leastSteps, mostSteps)),
            trial => trial.Simpler());

    /// <summary>The trial of a seed.</summary>
    public static Trial Of(string optimizer, int seed, int leastSteps = 50, int mostSteps = 500)
    {
        var draw = new Draw(seed);
        return new Trial(OptimizerCase.Of(draw, OptimizerCatalog.Find(optimizer)!), GradientStream.Of(draw, leastSteps, mostSteps));
    }

    /// <summary>The parameters before the first step and after each.</summary>
    public double[][] Run(Chain? chain = null, CpuOptions? options = null) => Run<double>(chain, options);

    public T[][] Run<T>(Chain? chain = null, CpuOptions? options = null) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var optimizer = new CpuOptimizer<T>(
            chain ?? Optimizer.Chain, ParameterLayout.Vector(Stream.Dimension), Math.Max(1, Stream.Steps), options);
        var parameters = Array.ConvertAll(Stream.Initial, T.CreateTruncating);
        var rows = new List<T[]> { (T[])parameters.Clone() };
        foreach (var gradients in Stream.Rows)
        {
            optimizer.Step(parameters, Array.ConvertAll(gradients, T.CreateTruncating));
            rows.Add((T[])parameters.Clone());
        }

        return [.. rows];
    }

    public override string ToString() => $"\n{Optimizer}\n{Stream}\n";

    private IEnumerable<Trial> Simpler() =>
        Stream.Simpler()
            .Select(stream => this with { Stream = stream })
            .Concat(Optimizer.Simpler().Select(optimizer => this with { Optimizer = optimizer }));
}
