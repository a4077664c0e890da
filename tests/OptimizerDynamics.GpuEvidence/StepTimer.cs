using System.Diagnostics;
using OptimizerDynamics.Networks;
using OptimizerDynamics.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.GpuEvidence;

/// <summary>Times optimizer steps on a device: the tensor interpreter and TorchSharp's own, in turn, in one process.</summary>
internal static class StepTimer
{
    /// <summary>See the benchmarks: so small that θ stays where it is.</summary>
    private const double LearningRate = 1e-12;

    private const int Rounds = 9;

    public static readonly IReadOnlyList<(string Name, double Width)> Widths = [("1/8", 0.125), ("1/4", 0.25), ("1", 1)];

    /// <summary>Medians of nine rounds of some steps each, awaited at the end of a round; the two take turns.</summary>
    public static StepTiming Time(string optimizer, (string Name, double Width) width, string device, int steps)
    {
        using var scope = NewDisposeScope();
        using var pair = new Pair(optimizer, width.Width, device);
        var (ours, torchSharp) = (new double[Rounds], new double[Rounds]);
        for (var round = -2; round < Rounds; round++) // two to warm up
        {
            var (a, b) = (Round(pair.StepOurs), Round(pair.StepTheirs));
            if (round >= 0)
                (ours[round], torchSharp[round]) = (a, b);
        }

        return new StepTiming(optimizer, width.Name, pair.Count, Median(torchSharp), Median(ours), pair.Operations, null, null);

        double Round(Action step)
        {
            Await(device);
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < steps; i++)
                step();
            Await(device);
            return watch.Elapsed.TotalMicroseconds / steps;
        }
    }

    /// <summary>Steps and nothing else, for a profiler to count: what is left of the difference between two numbers of steps is the
    /// steps'.</summary>
    public static void Steps(string optimizer, double width, string device, bool isOurs, int steps)
    {
        using var scope = NewDisposeScope();
        using var pair = new Pair(optimizer, width, device);
        for (var i = 0; i < steps; i++)
        {
            if (isOurs)
                pair.StepOurs();
            else
                pair.StepTheirs();
        }

        Await(device);
    }

    private static void Await(string device)
    {
        if (device != "cpu")
            cuda.synchronize(new Device(device));
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    /// <summary>Two BasicNets with some gradients, one for each optimizer; they are kept, because TorchSharp disposes of the parameters of
    /// a normalization layer that nobody refers to, whoever else holds them.</summary>
    private sealed class Pair : IDisposable
    {
        private readonly GraphNetwork _network;
        private readonly ParameterBuffer _buffer;
        private readonly TensorOptimizer _ours;
        private readonly TorchSharpOptimizer _theirs;

        public Pair(string optimizer, double width, string device)
        {
            NativeTorch.Load();
            var known = OptimizerCatalog.Find(optimizer)!;
            var settings = new Dictionary<string, double> { ["lr"] = LearningRate, ["l2"] = 1e-4 };
            var graph = Architectures.BasicNet.Build(width);
            _buffer = new ParameterBuffer(new GraphNetwork(graph).to(new Device(device)));
            _buffer.Gradients.normal_();
            _ours = new TensorOptimizer(known.Build(settings), _buffer.Layout, _buffer.Values, _buffer.Gradients);
            _network = new GraphNetwork(graph).to(new Device(device));
            foreach (var parameter in _network.parameters())
                parameter.grad = randn(parameter.shape, device: new Device(device));
            _theirs = new TorchSharpOptimizer(known, settings, [.. _network.parameters()]);
        }

        public int Count => _buffer.Layout.Length;

        public long Operations => _ours.OperationsOfLastStep;

        public void StepOurs() => _ours.Step();

        public void StepTheirs()
        {
            using var scope = NewDisposeScope();
            _theirs.Optimizer.step();
        }

        public void Dispose()
        {
            _ours.Dispose();
            _theirs.Dispose();
            _buffer.Module.Dispose();
            _buffer.Dispose();
            _network.Dispose();
        }
    }
}
