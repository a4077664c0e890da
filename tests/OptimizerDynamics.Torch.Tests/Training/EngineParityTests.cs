using OptimizerDynamics.Networks;
using OptimizerDynamics.Testing;
using Xunit.Abstractions;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>The CPU engine and libtorch at the same θ: loss, logits, running statistics and one step.</summary>
public class EngineParityTests(ITestOutputHelper output)
{
    private const int Batch = 12, Size = 16;

    /// <summary>The largest difference that was measured in these cases is 1.9e-5 of a tensor's largest number: float32 on both sides,
    /// through up to thirteen normalizations. A wrong term would show in the first digits.</summary>
    private const double Largest = 2e-4;

    [Theory]
    [InlineData("basicnet", 0.0)]
    [InlineData("basicnet", 0.1)]
    [InlineData("vgg11", 0.0)]
    [InlineData("vgg16", 0.01)]
    [InlineData("basicnet", 0.1, false)]
    public void A_step_from_the_same_parameters_is_the_same_but_for_rounding(string name, double slope, bool isNormalized = true)
    {
        NativeTorch.Load();
        var graph = Architectures.All.Single(architecture => architecture.Name == name).Build(0.11, 3, 10, slope, isNormalized);
        var draw = new Draw(5);
        var pixels = new byte[Batch * 3 * Size * Size];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)draw.Whole(0, 255);
        int[] labels = [.. Enumerable.Range(0, Batch).Select(_ => draw.Whole(0, 9))];
        var input = new NetworkInput(Size, Size, new ChannelNormalization([127.5, 120, 130], [74.0, 70, 60]));

        // With a learning rate of 1 and no momentum the step is the gradient.
        var (engine, libtorch) = (Run(new CpuBackend()), Run(new TorchBackend("cpu")));
        output.WriteLine($"loss {engine.Loss:R} and {libtorch.Loss:R}");
        Assert.Equal(libtorch.Loss, engine.Loss, 1e-5);
        AssertClose("logits", libtorch.Logits, engine.Logits);
        if (isNormalized)
            AssertClose("statistics", libtorch.Statistics, engine.Statistics);
        foreach (var range in graph.Parameters.Ranges)
            AssertClose(range.Name, libtorch.Step[range.Offset..range.End], engine.Step[range.Offset..range.End]);

        (double Loss, float[] Logits, float[] Step, float[] Statistics) Run(ITrainingBackend backend)
        {
            using var network = backend.CreateForTraining(graph, input, Optimizers.Sgd(learningRate: 1, momentum: 0), 1);
            var before = isNormalized ? graph.Initialize(3) : RectifierInitialization.Of(graph, 3);
            network.Load(before, graph.InitialStatistics());
            var logits = new float[Batch * graph.Classes];
            var loss = network.TakeStep(pixels, labels, logits);
            var (after, statistics) = (new float[before.Length], new float[graph.Statistics?.Length ?? 0]);
            network.Read(after, statistics);
            return (loss, logits, [.. before.Zip(after, (old, now) => old - now)], statistics);
        }

        void AssertClose(string what, float[] expected, float[] actual)
        {
            var scale = Math.Max(1e-4, expected.Max(Math.Abs));
            var error = expected.Zip(actual, (one, other) => Math.Abs(one - other)).Max() / scale;
            output.WriteLine($"{what}: {error:G3} of {scale:G3}");
            Assert.True(error < Largest, $"{what}: {error} of {scale}");
        }
    }
}
