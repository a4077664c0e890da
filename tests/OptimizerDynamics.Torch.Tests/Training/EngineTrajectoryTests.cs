using OptimizerDynamics.Networks;
using OptimizerDynamics.Testing;
using Xunit.Abstractions;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>Fifty steps of every optimizer of the catalog on the CPU engine and on libtorch, from the same parameters.</summary>
/// <remarks>Losses agree to rounding (1e-7) until, at some step, a maximum or a ReLU that is nearly tied falls the other way, or an
/// optimizer makes a step of a gradient that is rounding only: then they part by 1e-4 to 2e-2 and stay there. What each optimizer does is
/// written to the test's output. A wrong term would show in the first steps; with the paper's ε those of adaptive optimizers may be steps
/// of rounding, hence the second setting.</remarks>
public class EngineTrajectoryTests(ITestOutputHelper output)
{
    private const int Steps = 50, Batch = 12, Size = 16;
    private const double SmoothEpsilon = 1e-3;

    /// <summary>The largest relative difference that was measured in the first steps is 1.2e-7, and later 2e-2.</summary>
    private const double LargestAtFirst = 1e-6, LargestDrift = 0.1;
    private const int FirstSteps = 4;

    public static TheoryData<string> Optimizers => [.. OptimizerCatalog.All.Select(optimizer => optimizer.Name)];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Trajectories_stay_side_by_side(string name)
    {
        NativeTorch.Load();
        var optimizer = OptimizerCatalog.All.Single(one => one.Name == name);
        var settings = optimizer.ValuesOf(Preset.Paper).SetItem("l2", 1e-3);
        var smooth = settings.ContainsKey("epsilon") ? settings.SetItem("epsilon", SmoothEpsilon) : settings;
        Assert.InRange(Drift("the paper's settings", settings).Max(), 0, LargestDrift);
        var drift = Drift("a large ε", smooth);
        Assert.InRange(drift.Take(FirstSteps).Max(), 0, LargestAtFirst);
        Assert.InRange(drift.Max(), 0, LargestDrift);

        double[] Drift(string what, IReadOnlyDictionary<string, double> of)
        {
            var (engine, libtorch) = (Losses(new CpuBackend(), optimizer.Build(of)), Losses(new TorchBackend("cpu"), optimizer.Build(of)));
            var differences = engine.Zip(libtorch, (one, other) => Math.Abs(one - other) / other).ToArray();
            var (agreeing, shown) = (differences.TakeWhile(difference => difference < LargestAtFirst).Count(), differences);
            var later = FormattableString.Invariant($"{shown[9]:G2}, {shown[24]:G2}, {shown[49]:G2} after 10, 25, 50");
            output.WriteLine($"{name}, {what}: {agreeing} steps alike; losses differ by {later}");
            return differences;
        }
    }

    private static double[] Losses(ITrainingBackend backend, Chain chain)
    {
        var graph = Architectures.All[0].Build(0.125, 1, 10, 0);
        using var network = backend.CreateForTraining(
            graph, new NetworkInput(Size, Size, new ChannelNormalization([127.5], [74.0])), chain, Steps);
        network.Load(graph.Initialize(3), graph.InitialStatistics());
        var (draw, logits) = (new Draw(7), new float[Batch * graph.Classes]);
        var (pixels, labels) = (new byte[Batch * Size * Size], new int[Batch]);
        var losses = new double[Steps];
        for (var step = 0; step < Steps; step++)
        {
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)draw.Whole(0, 255);
            for (var i = 0; i < Batch; i++)
                labels[i] = draw.Whole(0, 9);
            losses[step] = network.TakeStep(pixels, labels, logits);
        }

        return losses;
    }
}
