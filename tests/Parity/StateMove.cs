using System.Numerics;
using OptimizerDynamics.Torch;
using static TorchSharp.torch;

namespace OptimizerDynamics.Testing;

/// <summary>A run that changes interpreter and device in the middle.</summary>
internal static class StateMove
{
    private const int Length = 40, Steps = 30, Half = 15;

    /// <summary>The state is taken over bit for bit in both directions, and the run goes on as if nothing had happened: to the bit where it
    /// comes back to the interpreter it left, and as near as the two interpreters are where it does not.</summary>
    public static void Check<T>(string optimizer, string device) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var dtype = typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64;
        var chain = Vectors.AllSettings(optimizer);
        var layout = Vectors.Layout(Length);
        var random = new Random(5);
        var rows = Enumerable.Range(0, Steps)
            .Select(_ => Enumerable.Range(0, Length).Select(_ => (double)(float)(random.NextDouble() - 0.3)).ToArray())
            .ToArray();
        var start = Vectors.Ramp<double>(Length).Select(value => (double)(float)value).ToArray();

        using var scope = NewDisposeScope();
        var (theta, g) = (tensor(start, dtype, new Device(device)), zeros(Length, dtype, new Device(device)));
        using var tensors = new TensorOptimizer(chain, layout, theta, g, Steps);
        var reference = new CpuOptimizer<T>(chain, layout, Steps);
        var parameters = Array.ConvertAll(start, T.CreateTruncating);

        // Half of the way on tensors, then on the reference; and the reference's own whole way.
        for (var step = 0; step < Half; step++)
        {
            g.copy_(tensor(rows[step]));
            tensors.Step();
        }

        var saved = Saved(tensors.SaveState);
        reference.LoadState(new MemoryStream(saved));
        Assert.Equal(Half, reference.StepCount);
        Assert.Equal(saved, Saved(reference.SaveState));
        Read().CopyTo(parameters, 0);
        for (var step = Half; step < Steps; step++)
            reference.Step(parameters, Array.ConvertAll(rows[step], T.CreateTruncating));
        Near(Uninterrupted(), parameters);

        // Back: the reference's state on tensors, and on from there, twice the same.
        var (atHalf, thetaAtHalf) = (saved, Read());
        using var second = new TensorOptimizer(chain, layout, theta, g, Steps);
        second.LoadState(new MemoryStream(atHalf));
        Assert.Equal(atHalf, Saved(second.SaveState));
        var onward = GoOn(second);
        theta.copy_(tensor(Array.ConvertAll(thetaAtHalf, double.CreateTruncating)));
        Assert.Equal(GoOn(tensors), onward);

        T[] GoOn(TensorOptimizer optimizer)
        {
            for (var step = Half; step < Steps; step++)
            {
                g.copy_(tensor(rows[step]));
                optimizer.Step();
            }

            return Read();
        }

        T[] Uninterrupted()
        {
            var whole = new CpuOptimizer<T>(chain, layout, Steps);
            var own = Array.ConvertAll(start, T.CreateTruncating);
            foreach (var row in rows)
                whole.Step(own, Array.ConvertAll(row, T.CreateTruncating));
            return own;
        }

        T[] Read() => Array.ConvertAll(theta.to(ScalarType.Float64).cpu().data<double>().ToArray(), T.CreateTruncating);

        // Steps with L2, whose bound is that of a run without; no gradient here cancels its λθ.
        void Near(T[] expected, T[] found) => Assert.InRange(
            Numbers.LargestError(
                [start, Array.ConvertAll(expected, double.CreateTruncating)],
                [start, Array.ConvertAll(found, double.CreateTruncating)]) / RunParity.HalfUlp(dtype),
            0,
            ParityBounds.OfRun(dtype));
    }

    private static byte[] Saved(Action<Stream> save)
    {
        using var stream = new MemoryStream();
        save(stream);
        return stream.ToArray();
    }
}
