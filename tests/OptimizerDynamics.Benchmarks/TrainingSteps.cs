using System.Diagnostics;
using System.Globalization;
using OptimizerDynamics.Torch;
using OptimizerDynamics.Torch.Data;
using OptimizerDynamics.Torch.Networks;
using static TorchSharp.torch;

namespace OptimizerDynamics.Benchmarks;

/// <summary>The time of one training step of BasicNet, and of its parts: what <c>tests/compare-training-steps</c> compares with PyTorch.</summary>
/// <remarks>Adam with L2, mini-batches of 40 random images, one thread. The parts are: bringing the images, forward, backward, the optimizer. Medians.</remarks>
internal static class TrainingSteps
{
    private const int Batch = 40, Images = 400;

    /// <summary>Prints a line for each case: <c>width size step images forward backward optimizer</c>, in milliseconds.</summary>
    public static void Run(double seconds)
    {
        TorchThreads.Count = 1;
        foreach (var (width, size) in new[] { (0.125, 16), (0.25, 32), (1.0, 32) })
        {
            using var scope = NewDisposeScope();
            using var set = new ImageSet("random", randint(0, 256, [Images, 3, size, size], ScalarType.Byte), randint(0, 10, [Images], ScalarType.Int64), 10);
            using var network = new BasicNet(width);
            network.Initialize(1);
            network.train();
            using var optimizer = new ModelOptimizer(network, Optimizers.Adam(l2: 1e-4));
            var (batches, scaling) = (new MiniBatches(Images, Batch, 1), PixelScaling.Of(set));
            var times = new List<double[]>();
            var whole = Stopwatch.StartNew();
            for (var step = 0; whole.Elapsed.TotalSeconds < seconds || times.Count < 12; step++)
                times.Add(Step(network, optimizer, set, scaling, batches, step));
            // The first steps make memory and choose algorithms.
            var parts = Enumerable.Range(0, 4).Select(part => Median(times.Skip(5).Select(time => time[part])));
            Console.WriteLine(string.Join(' ', new[] { width, size, Median(times.Skip(5).Select(time => time.Sum())) }.Concat(parts).Select(value => value.ToString("0.###", CultureInfo.InvariantCulture))));
        }
    }

    private static double[] Step(BasicNet network, ModelOptimizer optimizer, ImageSet set, PixelScaling scaling, MiniBatches batches, int step)
    {
        using var scope = NewDisposeScope();
        var watch = Stopwatch.StartNew();
        var (at, times) = (0.0, new double[4]);
        void Lap(int part) => (times[part], at) = (watch.Elapsed.TotalMilliseconds - at, watch.Elapsed.TotalMilliseconds);
        var places = tensor(Array.ConvertAll(batches.At(step).ToArray(), place => (long)place));
        var (images, labels) = (scaling.Apply(set.Images.index_select(0, places)), set.Labels.index_select(0, places));
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
