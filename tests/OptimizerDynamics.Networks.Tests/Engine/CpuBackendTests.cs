using System.Runtime.Intrinsics;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Networks.Tests;

/// <summary>The engine as a backend: evaluation, observation, divergence, refusals, and bits that depend on nothing but the
/// network.</summary>
public unsafe class CpuBackendTests
{
    [Fact]
    public void Evaluation_gives_the_logits_of_the_definitions_whatever_the_images_beside()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var drawn = new PlainNetworkCase(seed, isSquare: true);
            using var network = drawn.Train();
            var logits = new float[drawn.Images * drawn.Graph.Classes];
            network.TakeStep(drawn.Pixels, drawn.Labels, logits); // the running statistics are no longer 0 and 1
            var (parameters, statistics) = (new float[drawn.Parameters.Length], new float[drawn.Graph.Statistics?.Length ?? 0]);
            network.Read(parameters, statistics);

            var sum = network.Evaluate(drawn.Pixels, drawn.Labels, logits);
            var (apart, one, length) = (0.0, new float[drawn.Graph.Classes], drawn.Pixels.Length / drawn.Images);
            for (var image = 0; image < drawn.Images; image++)
            {
                var own = logits.AsSpan(image * one.Length, one.Length);
                var expected = PlainLoops.Logits(drawn.Graph, parameters, statistics, drawn.Numbers()[image], drawn.Height);
                var scale = 1 + expected.Max(Math.Abs);
                for (var k = 0; k < one.Length; k++)
                    Assert.True(Math.Abs(own[k] - expected[k]) < 2e-5 * scale, $"seed {seed}: {own[k]} for {expected[k]}\n{drawn}");
                apart += network.Evaluate(drawn.Pixels.AsSpan(image * length, length), [drawn.Labels[image]], one);
                Assert.Equal(own.ToArray(), one);
            }

            Assert.Equal(sum, apart, 1e-9 * (1 + sum));
        }
    }

    /// <summary>Evaluated and observed at once, the images go through the network once: nothing may come out different.</summary>
    private static void RequireSameAtOnce(CpuTrainingNetwork network, PlainNetworkCase drawn, float[] largest, float[] means)
    {
        var logits = new float[drawn.Images * drawn.Graph.Classes];
        var (again, largestAgain, meansAgain) = (new float[logits.Length], new float[largest.Length], new float[means.Length]);
        var loss = network.Evaluate(drawn.Pixels, drawn.Labels, logits);
        Assert.Equal(loss, network.Evaluate(drawn.Pixels, drawn.Labels, again, largestAgain, meansAgain));
        Assert.Equal(logits, again);
        Assert.Equal(largest, largestAgain);
        Assert.Equal(means, meansAgain);
    }

    [Fact]
    public void Features_are_observed_behind_their_activation()
    {
        for (var seed = 30; seed < 45; seed++)
        {
            var drawn = new PlainNetworkCase(seed, isSquare: true);
            if (drawn.Graph.FeatureLayers is not [var layer, ..])
                continue;
            using var network = drawn.Train();
            var features = drawn.Graph.FeatureLayers.Sum(of => of.Features);
            var (largest, means) = (new float[drawn.Images * features], new float[drawn.Images * features]);
            network.Observe(drawn.Pixels, largest, means);
            RequireSameAtOnce(network, drawn, largest, means);

            // A network that ends behind the first layer, and gives out each of its features by a linear layer that is the identity.
            foreach (var isMean in new[] { false, true })
            {
                var layers = drawn.Graph.Layers.Take(layer.Activation + 1).ToList();
                layers.Add(isMean ? new GlobalMeanPooling("pool", layer.Activation) : new GlobalMaxPooling("pool", layer.Activation));
                var head = new NetworkGraph("Head", drawn.Graph.Channels, layers);
                for (var image = 0; image < drawn.Images; image++)
                {
                    var shown = PlainLoops.Logits(
                        head, drawn.Parameters, head.InitialStatistics(), drawn.Numbers()[image], drawn.Height);
                    for (var c = 0; c < layer.Features; c++)
                    {
                        var actual = (isMean ? means : largest)[image * features + c];
                        if (isMean || layer.NegativeSlope == 0)
                            Assert.Equal(shown[c], actual, 1e-4 * (1 + Math.Abs(shown[c])));
                        else
                            Assert.True(actual >= shown[c] - 1e-4 * (1 + Math.Abs(shown[c]))); // a magnitude below 0 may be larger
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_not_finite_passes_through(float value)
    {
        var drawn = new PlainNetworkCase(3);
        drawn.Parameters[0] = value;
        using var network = drawn.Train();
        var logits = new float[drawn.Images * drawn.Graph.Classes];
        Assert.False(double.IsFinite(network.TakeStep(drawn.Pixels, drawn.Labels, logits)));
        Assert.Contains(logits, logit => !float.IsFinite(logit));
    }

    [Fact]
    public void Large_logits_do_not_overflow()
    {
        var drawn = new PlainNetworkCase(3);
        var bias = drawn.Graph.Parameters.Ranges.Single(range => range.Name == "fc.bias");
        drawn.Parameters[bias.Offset] = 1e30f;
        using var network = drawn.Train();
        var loss = network.TakeStep(drawn.Pixels, drawn.Labels, new float[drawn.Images * drawn.Graph.Classes]);
        Assert.Equal(drawn.Labels.Count(label => label != 0) / (double)drawn.Images * 1e30f, loss, 1e24);
    }

    [Fact]
    public void What_it_does_not_compute_it_refuses_by_the_name_of_the_layer()
    {
        var residual = CpuBackend.WhyNot(Architectures.ResNet50.Build(0.1, 3, 10, 0));
        Assert.StartsWith("The CPU engine does not compute ResNet-50: layer '", residual, StringComparison.Ordinal);
        Assert.Null(CpuBackend.WhyNot(Architectures.BasicNet.Build(0.1, 3, 10, 0)));
        Assert.Null(CpuBackend.WhyNot(Architectures.Vgg16.Build(0.1, 3, 10, 0.1)));
        var strided = new GraphBuilder("Strided", 1).Image.Convolution("wide", 2, 5)
            .Activation()
            .GlobalMaxPooling()
            .Linear("fc", 2)
            .ToGraph();
        Assert.Contains("layer 'wide' (Convolution): its window is not 3 × 3", CpuBackend.WhyNot(strided), StringComparison.Ordinal);
    }

    /// <summary>Nothing is read or written outside of the network's memory.</summary>
    [Fact]
    public void What_does_not_fit_is_refused_before_it_is_computed()
    {
        var drawn = new PlainNetworkCase(3);
        using var network = drawn.Train();
        var logits = new float[drawn.Images * drawn.Graph.Classes];
        int[] wrong = [.. drawn.Labels[1..], drawn.Graph.Classes], negative = [.. drawn.Labels[1..], -1];
        Assert.Throws<ArgumentException>(() => network.TakeStep(drawn.Pixels.AsSpan(1), drawn.Labels, logits));
        Assert.Throws<ArgumentException>(() => network.TakeStep(drawn.Pixels, drawn.Labels.AsSpan(1), logits));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.TakeStep(drawn.Pixels, wrong, logits));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Evaluate(drawn.Pixels, negative, logits));
        Assert.Throws<ArgumentException>(() => network.Evaluate(drawn.Pixels, drawn.Labels, logits.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => network.Observe([], new float[1], []));
        network.Dispose();
        Assert.Throws<ObjectDisposedException>(() => network.TakeStep(drawn.Pixels, drawn.Labels, logits));
        Assert.Throws<ObjectDisposedException>(() => network.Read(new float[drawn.Parameters.Length], []));
        Assert.Throws<ObjectDisposedException>(() => network.Load(drawn.Parameters, []));
    }

    /// <summary>The order of additions does not depend on the width of the vectors.</summary>
    [Fact]
    public void Wide_and_narrow_vectors_give_the_same_bits()
    {
        var draw = new Draw(7);
        var numbers = new float[100_000];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (float)draw.Normal();
        float[] Outputs(Action<nint, nint> compute)
        {
            var found = new float[20_000];
            fixed (float* from = numbers, to = found)
                compute((nint)from, (nint)to);
            return found;
        }

        for (var outputs = 1; outputs < 10; outputs++)
        {
            var length = draw.Whole(1, 400);
            var product = new ProductRun
            {
                SourceChannel = 2000,
                SourceRow = 500,
                Shift = 20,
                Channels = 3,
                Taps = 3,
                WeightOutput = 27,
                WeightInput = 9,
                WeightTap = 1,
                TargetChannel = 1000,
            };
            var gradient = new GradientRun
            {
                OutputChannel = 2000,
                OutputRow = 500,
                InputChannel = 2000,
                InputRow = 500,
                Shift = 20,
                Rows = 3,
                Vectors = length / 16,
            };
            var outer = new OuterRun
            {
                Outputs = 8 * outputs,
                Inputs = 48,
                OutputPixel = 800,
                OutputRow = 3200,
                InputPixel = 960,
                InputRow = 3840,
                Rows = 3,
                Columns = 4,
                Images = 20,
            };
            var (count, vectors) = (outputs, (length + 15) / 16 * 16);
            Assert.Equal(
                Outputs((x, o) => ConvolutionKernel.Row<Vector256<float>, NarrowVectors>(
                    product, (float*)x, (float*)x + 50_000, 3, (float*)o, count, vectors)),
                Outputs((x, o) => ConvolutionKernel.Row<Vector512<float>, WideVectors>(
                    product, (float*)x, (float*)x + 50_000, 3, (float*)o, count, vectors)));
            Assert.Equal(
                Outputs((x, o) => WeightGradientKernel.Add<Vector256<float>, NarrowVectors>(
                    gradient, (float*)x + 50_000, (float*)x + 20, Math.Min(4, count), 1 + count % 2, (float*)o)),
                Outputs((x, o) => WeightGradientKernel.Add<Vector512<float>, WideVectors>(
                    gradient, (float*)x + 50_000, (float*)x + 20, Math.Min(4, count), 1 + count % 2, (float*)o)));
            Assert.Equal(
                Outputs((x, o) => OuterProductKernel.Add<Vector256<float>, NarrowVectors>(
                    outer, (float*)x + 50_000, (float*)x, (float*)o)),
                Outputs((x, o) => OuterProductKernel.Add<Vector512<float>, WideVectors>(
                    outer, (float*)x + 50_000, (float*)x, (float*)o)));
        }
    }

    [Fact]
    public void A_saved_optimizer_resumes_with_the_same_bits()
    {
        var drawn = new PlainNetworkCase(8);
        var logits = new float[drawn.Images * drawn.Graph.Classes];
        using var whole = drawn.Train(Optimizers.Adam(l2: 1e-3));
        using var resumed = drawn.Train(Optimizers.Adam(l2: 1e-3));
        for (var step = 0; step < 5; step++)
            whole.TakeStep(drawn.Pixels, drawn.Labels, logits);
        using var saved = new MemoryStream();
        whole.SaveOptimizer(saved);
        float[] Parameters(CpuNetwork network, out float[] statistics)
        {
            var parameters = new float[drawn.Parameters.Length];
            network.Read(parameters, statistics = new float[drawn.Graph.Statistics?.Length ?? 0]);
            return parameters;
        }

        resumed.Load(Parameters(whole, out var running), running);
        saved.Position = 0;
        resumed.LoadOptimizer(saved);
        for (var step = 0; step < 5; step++)
            Assert.Equal(whole.TakeStep(drawn.Pixels, drawn.Labels, logits), resumed.TakeStep(drawn.Pixels, drawn.Labels, logits));
        Assert.Equal(Parameters(whole, out _), Parameters(resumed, out _));
    }

    [Fact]
    public void Exponential_and_logarithm_are_close_to_the_systems()
    {
        for (var x = -87.0; x <= 0; x += 0.01)
        {
            var expected = Math.Exp((float)x);
            Assert.Equal(1, ExactMath.Exp(Vector512.Create((float)x))[3] / expected, 3e-7);
            Assert.Equal(x, ExactMath.Log(Math.Exp(x)), 1e-13);
        }

        Assert.True(float.IsNaN(ExactMath.Exp(Vector512.Create(float.NaN))[0]));
        Assert.True(double.IsNaN(ExactMath.Log(double.NaN)));
    }
}
