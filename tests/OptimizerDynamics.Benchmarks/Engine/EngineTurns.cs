using System.Diagnostics;
using OptimizerDynamics.Networks;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Benchmarks;

/// <summary>Measures training steps of the engine and of libtorch by turns, in this process and on one thread.</summary>
/// <remarks>
/// <para>A step is all of it: from the bytes of a mini-batch's images to the parameters after the optimizer's update. Whatever else the
/// machine does meets both: a round is a turn of libtorch and a turn of the engine, each of as many steps as fit into a twelfth of a
/// second, at least one; of each turn the median counts.</para>
/// <para>Images are random bytes. The learning rate is so small that θ stays where it is: a network that has learned its mini-batches by
/// heart could slow down whatever is measured last, by subnormal numbers.</para>
/// </remarks>
internal static class EngineTurns
{
    private const int Mixed = 8;
    private const double LearningRate = 1e-12, L2 = 1e-4, SecondsOfTurn = 1 / 12.0, SecondsOfWarmUp = 0.5;

    /// <summary>Measures all cases.</summary>
    /// <param name="rounds">Rounds of a case that libtorch takes part in; the others have as many.</param>
    public static EngineFigures Measure(int rounds)
    {
        TorchThreads.Count = 1;
        var (engine, libtorch) = (new CpuBackend(), new TorchBackend("cpu"));
        var peaks = new List<double>();
        // The JIT compiles what all cases have in common.
        Steps(engine, EngineCase.All[0]).Run(2);
        var figures = EngineCase.All.Select(one => Measure(one, engine, libtorch, rounds, peaks)).ToList();
        return new EngineFigures(
            FmaPeak.Lanes, StepTime.Quantile(peaks, 2), NativeTorch.Load().LibtorchVersion.ToString(), rounds, figures);
    }

    private static EngineFigure Measure(
        EngineCase one, CpuBackend engine, TorchBackend libtorch, int rounds, List<double> peaks)
    {
        using var here = Steps(engine, one);
        using var there = one.IsComparison ? Steps(libtorch, one) : null;
        here.Run(SecondsOfWarmUp);
        there?.Run(SecondsOfWarmUp);
        var (own, others) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            if (there is not null)
                others.Add(there.Run(SecondsOfTurn));
            own.Add(here.Run(SecondsOfTurn));
            peaks.Add(FmaPeak.Measure());
        }

        Console.Error.WriteLine($"{one.Network} {one.Width}, {one.Size} px, {one.Batch}: {StepTime.Quantile(own, 2):0.###} ms");
        double? ratio = there is null ? null : StepTime.Quantile([.. others.Zip(own, (torch, cpu) => torch / cpu)], 2);
        return new EngineFigure(
            one, one.Build().CostOf(one.Size).Macs, StepTime.Of(own), there is null ? null : StepTime.Of(others), ratio);
    }

    private static RunningSteps Steps(ITrainingBackend backend, EngineCase one)
    {
        var random = new Random(1);
        var pixels = new byte[Mixed * one.Batch * one.Size * one.Size];
        random.NextBytes(pixels);
        int[] labels = [.. Enumerable.Range(0, Mixed * one.Batch).Select(_ => random.Next(10))];
        var graph = one.Build();
        var input = new NetworkInput(one.Size, one.Size, new ChannelNormalization([127.5], [73.9]));
        var network = backend.CreateForTraining(graph, input, Optimizers.Adam(learningRate: LearningRate, l2: L2), 1_000_000);
        network.Load(graph.Initialize(1), graph.InitialStatistics());
        return new RunningSteps(network, pixels, labels, one.Batch);
    }

    /// <summary>A network that takes step after step.</summary>
    private sealed class RunningSteps(ITrainingNetwork network, byte[] pixels, int[] labels, int batch) : IDisposable
    {
        private readonly float[] _logits = new float[batch * network.Graph.Classes];
        private readonly int _length = batch * (pixels.Length / labels.Length);
        private int _next;

        /// <summary>Takes steps for some time, at least one.</summary>
        /// <returns>The median step, in milliseconds.</returns>
        public double Run(double seconds)
        {
            var (times, turn) = (new List<double>(), Stopwatch.StartNew());
            do
            {
                var start = Stopwatch.GetTimestamp();
                network.TakeStep(pixels.AsSpan(_next * _length, _length), labels.AsSpan(_next * batch, batch), _logits);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                _next = (_next + 1) % Mixed;
            }
            while (turn.Elapsed.TotalSeconds < seconds);
            return StepTime.Quantile(times, 2);
        }

        public void Dispose() => network.Dispose();
    }
}
