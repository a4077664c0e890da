using System.Diagnostics;
using System.Globalization;
using OptimizerDynamics.Data;
using OptimizerDynamics.Networks;
using OptimizerDynamics.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Benchmarks;

/// <summary>
/// The time of one training step of BasicNet, and of its parts: what <c>tests/compare-training-steps</c> compares with PyTorch.
/// </summary>
/// <remarks>
/// Adam with L2, mini-batches of 40 random images, one thread. The parts are: bringing the images, forward, backward, the optimizer.
/// Medians.
/// </remarks>
internal static class TrainingSteps
{
    private const int Batch = 40, Images = 400;

    private static readonly (double Width, int Size)[] _cases = [(0.0625, 16), (0.125, 16), (0.25, 32), (1.0, 32)];

    /// <summary>Prints a line for each case: <c>width size step images forward backward optimizer</c>, in milliseconds.</summary>
    public static void Run(double seconds, Device device)
    {
        TorchThreads.Count = 1;
        foreach (var (width, size) in _cases)
        {
            using var scope = NewDisposeScope();
            using var set = RandomImages(size);
            var graph = Architectures.BasicNet.Build(width);
            using var network = new GraphNetwork(graph);
            network.LoadParameters(graph.Initialize(1));
            network.to(device);
            network.train();
            using var optimizer = new ModelOptimizer(network, Optimizers.Adam(l2: 1e-4));
            var (batches, scaling) = (new BatchSampler(Images, Batch, 1), ChannelNormalization.Of(set));
            var times = new List<double[]>();
            var whole = Stopwatch.StartNew();
            for (var step = 0; whole.Elapsed.TotalSeconds < seconds || times.Count < 12; step++)
                times.Add(Step(network, optimizer, set, scaling, batches, step));
            // The first steps make memory and choose algorithms.
            var parts = Enumerable.Range(0, 4).Select(part => Median(times.Skip(5).Select(time => time[part])));
            Print([width, size, Median(times.Skip(5).Select(time => time.Sum())), .. parts]);
        }
    }

    /// <summary>Prints a line for each case: <c>width size step</c>, in milliseconds, of the CPU engine. Nothing of libtorch is
    /// loaded.</summary>
    public static void RunEngine(double seconds)
    {
        foreach (var (width, size) in _cases)
        {
            using var set = RandomImages(size);
            using var trainer = new Trainer(
                new CpuBackend(), Architectures.BasicNet.Build(width), set, Optimizers.Adam(l2: 1e-4),
                new TrainingOptions(Batch, 1_000_000, 1, CurvePoints: 1));
            Print(width, size, MedianStep(trainer.Step, seconds));
        }
    }

    /// <summary>Prints a line for each case: <c>width size step</c>, in milliseconds, where a step is one of so many trainings packed into
    /// one network. On a CPU without the whole BasicNet, which has nothing to gain there and would take minutes.</summary>
    public static void RunPacked(double seconds, Device device, int trainings)
    {
        TorchThreads.Count = 1;
        foreach (var (width, size) in _cases.Where(known => device.type != DeviceType.CPU || known.Width < 1))
        {
            using var scope = NewDisposeScope();
            using var set = RandomImages(size);
            var (backend, graph) = (new TorchBackend(device.ToString()), Architectures.BasicNet.Build(width));
            var trainers = Enumerable.Range(1, trainings).Select(seed => new Trainer(
                backend, graph, set, Optimizers.Adam(l2: 1e-4),
                new TrainingOptions(Batch, 1_000_000, (ulong)seed, CurvePoints: 1))).ToArray();
            using var pack = new PackedTrainer(trainers);
            Print(width, size, MedianStep(pack.Step, seconds));
            foreach (var trainer in trainers)
                trainer.Dispose();
        }
    }

    private static double MedianStep(Action step, double seconds)
    {
        var (times, whole) = (new List<double>(), Stopwatch.StartNew());
        while (whole.Elapsed.TotalSeconds < seconds || times.Count < 12)
        {
            var watch = Stopwatch.StartNew();
            step();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return Median(times.Skip(5));
    }

    private static void Print(params IEnumerable<double> values) =>
        Console.WriteLine(string.Join(' ', values.Select(value => value.ToString("0.####", CultureInfo.InvariantCulture))));

    private static ImageSet RandomImages(int size)
    {
        var (random, pixels) = (new Random(1), new byte[Images * 3 * size * size]);
        random.NextBytes(pixels);
        return new ImageSet("random", pixels, [.. Enumerable.Range(0, Images).Select(_ => random.Next(10))], 3, size, size, 10);
    }

    private static double[] Step(
        GraphNetwork network, ModelOptimizer optimizer, ImageSet set, ChannelNormalization scaling, BatchSampler batches, int step)
    {
        var (pixels, classes) = (new byte[Batch * set.Channels * set.Height * set.Width], new int[Batch]);
        using var scope = NewDisposeScope();
        var watch = Stopwatch.StartNew();
        var (at, times) = (0.0, new double[4]);
        void Lap(int part) => (times[part], at) = (watch.Elapsed.TotalMilliseconds - at, watch.Elapsed.TotalMilliseconds);
        var indices = batches.At(step);
        set.Read(indices, pixels);
        for (var i = 0; i < classes.Length; i++)
            classes[i] = set.Labels[indices[i]];
        var images = scaling.Apply(ImageTensors.OfPixels(pixels, set.Channels, set.Height, set.Width).to(network.Device));
        var labels = ImageTensors.OfLabels(classes).to(network.Device);
        Lap(0);
        optimizer.ZeroGradients();
        var loss = nn.functional.cross_entropy(network.forward(images), labels);
        Lap(1);
        loss.backward();
        Lap(2);
        optimizer.Step();
        loss.item<float>();
        Lap(3);
        return times;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
