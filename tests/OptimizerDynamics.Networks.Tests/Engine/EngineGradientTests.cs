using Xunit.Abstractions;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Networks.Tests;

/// <summary>The engine's loss, logits, statistics and gradients against loops in float64 that follow the definitions, on networks drawn from the
/// graph language.</summary>
public class EngineGradientTests(ITestOutputHelper output)
{
    [Fact]
    public void Gradients()
    {
        var (errors, skipped) = (new ErrorDistribution(), 0);
        for (var seed = 0; seed < 200; seed++)
        {
            var of = new PlainNetworkCase(seed);
            var plain = of.Plain();
            if (plain.DistanceToKink < 1e-5 || plain.SmallestVariance < 1e-3)
            {
                skipped++;
                continue;
            }

            using var network = (CpuTrainingNetwork)new CpuBackend().CreateForTraining(of.Graph, of.Input, Optimizers.Sgd(), 1);
            network.Load(of.Parameters, of.Graph.InitialStatistics());
            var logits = new float[of.Images * of.Graph.Classes];
            var loss = network.ComputeGradients(of.Pixels, of.Labels, logits);
            var worst = Math.Abs(loss - plain.Loss) / (1 + plain.Loss);
            var name = "loss";
            var whole = plain.Gradient.Max(Math.Abs);
            foreach (var range in of.Graph.Parameters.Ranges)
            {
                var scale = Math.Max(1e-3 * whole, Enumerable.Range(range.Offset, range.Length).Max(i => Math.Abs(plain.Gradient[i])));
                for (var i = range.Offset; i < range.End; i++)
                {
                    var error = Math.Abs(network.Gradients[i] - plain.Gradient[i]) / scale;
                    if (!(error <= worst))
                        (worst, name) = (error, $"{range.Name}[{i - range.Offset}]");
                }
            }

            errors.Add(worst);
            if (!(worst < 1e-3))
                output.WriteLine($"{seed}: {worst} in {name}; kink {plain.DistanceToKink}, variance {plain.SmallestVariance}: {of}");
        }

        output.WriteLine($"{errors}; {skipped} skipped");
        Assert.True(errors.Largest < 1e-3);
    }
}
