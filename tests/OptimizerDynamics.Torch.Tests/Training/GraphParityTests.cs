using OptimizerDynamics.Networks;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>Networks of graphs beside the classes that they replace: every number the same, to the bit.</summary>
public sealed class GraphParityTests
{
    public static TheoryData<string, double, double, int> Cases { get; } = new()
    {
        { "basicnet", 1.0 / 8, 0, 1 }, { "basicnet", 1.0 / 16, 0.1, 3 }, { "vgg11", 1.0 / 16, 0, 3 }, { "vgg11", 1.0 / 32, 0.01, 1 },
        { "vgg16", 1.0 / 16, 0.1, 3 }, { "vgg16", 1.0 / 32, 0, 2 }, { "resnet50", 1.0 / 16, 0, 3 }, { "resnet50", 1.0 / 16, 0.1, 1 },
        { "resnet50-large", 1.0 / 16, 0, 3 }, { "resnet50-large", 1.0 / 16, 0.1, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_same_description(string name, double width, double slope, int channels)
    {
        using var scope = NewDisposeScope();
        var (before, graph) = Pair(name, width, slope, channels);
        before.Initialize(11);
        Assert.Equal(Parameters(before), graph.Initialize(11));
        var buffers = before.named_buffers().Where(of => of.buffer.dim() > 0).Select(of => of.name);
        Assert.Equal(buffers, graph.Statistics!.Ranges.Select(of => of.Name));
        Assert.Equal(Statistics(before), graph.InitialStatistics());
        using (var buffer = new ParameterBuffer(before))
            Assert.Equal(buffer.Layout, graph.Parameters);
        Assert.Equal(before.SmallestImage, graph.SmallestImage);
        for (var size = graph.SmallestImage; size < graph.SmallestImage + 40; size++)
            Assert.Equal(before.CostOf(size), graph.CostOf(size));
        Assert.Equal(
            before.FeatureLayers.Select(layer => (layer.Name, layer.Stage, layer.Features, layer.NegativeSlope)),
            graph.FeatureLayers.Select(layer => (layer.Name, layer.Stage, layer.Features, layer.NegativeSlope)));
        var names = before.named_modules().ToDictionary(named => named.module, named => named.name);
        foreach (var (old, layer) in before.FeatureLayers.Zip(graph.FeatureLayers))
        {
            var readers = layer.Readers.Select(reader => graph.Layers[reader].Name.Replace('.', '_'));
            Assert.Equal(old.Readers.Select(reader => names[reader]), readers);
        }
    }

    /// <summary>Logits, loss, gradient, running statistics, activations and parameters of three steps.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void The_same_training(string name, double width, double slope, int channels)
    {
        using var scope = NewDisposeScope();
        var (before, graph) = Pair(name, width, slope, channels);
        using var after = new GraphNetwork(graph);
        before.Initialize(5);
        after.LoadParameters(graph.Initialize(5));
        using var optimizers = new ModelOptimizer(before, Optimizers.Adam(l2: 1e-3));
        using var optimizer = new ModelOptimizer(after, Optimizers.Adam(l2: 1e-3));
        manual_seed(3);
        for (var step = 0; step < 3; step++)
        {
            var (images, labels) = (randn(6, channels, 36, 36), randint(7, 6));
            var (expected, found) = (Step(before, (input, observe) => before.Classify(input, observe)), Step(after, after.Classify));
            Assert.Equal(expected.Seen, found.Seen);
            Assert.Equal(expected.Logits, found.Logits);
            Assert.Equal(expected.Loss, found.Loss);
            Assert.Equal(Values(optimizers.Parameters.Gradients), Values(optimizer.Parameters.Gradients));
            optimizers.Step();
            optimizer.Step();
            Assert.Equal(Parameters(before), after.ReadParameters());
            Assert.Equal(Statistics(before), after.ReadStatistics());

            (float[] Logits, float Loss, List<(int, float)> Seen) Step(
                nn.Module network, Func<Tensor, Action<int, Tensor>, Tensor> classify)
            {
                (network == before ? optimizers : optimizer).ZeroGradients();
                var seen = new List<(int, float)>();
                var logits = classify(images, (layer, activation) => seen.Add((layer, activation.sum().item<float>())));
                var loss = nn.functional.cross_entropy(logits, labels);
                loss.backward();
                return (Values(logits), loss.item<float>(), seen);
            }
        }

        before.eval();
        after.eval();
        var image = randn(3, channels, graph.SmallestImage, graph.SmallestImage + 2);
        Assert.Equal(Values(before.forward(image)), Values(after.forward(image)));
    }

    [Theory]
    [InlineData("basicnet", 0)]
    [InlineData("basicnet", 0.1)]
    [InlineData("vgg11", 0)]
    [InlineData("vgg16", 0.1)]
    public void The_same_pack(string name, double slope)
    {
        using var scope = NewDisposeScope();
        var pairs = Enumerable.Range(1, 3).Select(seed =>
        {
            var (before, graph) = Pair(name, 1.0 / 16, slope, 2);
            before.Initialize((ulong)seed);
            var after = new GraphNetwork(graph);
            after.LoadParameters(graph.Initialize((ulong)seed));
            return (Before: (PlainNetwork)before, After: after);
        }).ToList();
        using var old = new PackedPlainNetwork([.. pairs.Select(pair => pair.Before)]);
        using var pack = new PackedNetwork([.. pairs.Select(pair => pair.After)]);
        Assert.Equal(Parameters(old), Parameters(pack));
        Assert.Equal(old.named_parameters().Select(of => of.name), pack.named_parameters().Select(of => of.name));
        manual_seed(4);
        var (images, labels) = (randn(5, 6, 20, 20), randint(7, 15).reshape(3, 5));
        var (expected, found) = (old.forward(images), pack.forward(images));
        Assert.Equal(Values(expected), Values(found));
        foreach (var logits in new[] { expected, found })
            nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten()).backward();
        Assert.Equal(old.parameters().SelectMany(of => Values(of.grad!)), pack.parameters().SelectMany(of => Values(of.grad!)));
        Assert.All(pairs, pair => Assert.Equal(Statistics(pair.Before), pair.After.ReadStatistics()));
    }

    private static (FeatureNetwork Before, NetworkGraph After) Pair(string name, double width, double slope, int channels) =>
    (
        NetworkCatalog.Make(name, width, channels, 7, slope),
        Architectures.All.Single(of => of.Name == name).Build(width, channels, 7, slope)
    );

    private static float[] Values(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    private static float[] Parameters(nn.Module network) => [.. network.parameters().SelectMany(Values)];

    private static float[] Statistics(nn.Module network) =>
        [.. network.named_buffers().Where(of => of.buffer.dim() > 0).SelectMany(of => Values(of.buffer))];
}
