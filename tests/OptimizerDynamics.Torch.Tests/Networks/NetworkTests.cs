using OptimizerDynamics.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>The architectures on libtorch: they read their smallest images, whatever the order in memory, and their gradients are
/// right.</summary>
public sealed class NetworkTests
{
    public static TheoryData<string> Names { get; } = [.. Architectures.All.Select(architecture => architecture.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_reads_its_smallest_image_and_shows_every_layer(string name)
    {
        using var scope = NewDisposeScope();
        var graph = Architectures.All.Single(of => of.Name == name).Build(1.0 / 16, 1, 7, 0.1);
        using var network = Made(graph, 3);
        network.eval();
        var seen = new List<(int Layer, long Features)>();
        var input = randn(2, 1, graph.SmallestImage, graph.SmallestImage);
        var output = network.Classify(input, (layer, activation) => seen.Add((layer, activation.shape[1])));
        Assert.Equal([2L, 7], output.shape);
        Assert.Equal(graph.FeatureLayers.Select((layer, index) => (index, (long)layer.Features)), seen);
        Assert.True(output.equal(network.forward(input)).all().item<bool>());
        if (graph.IsPlain) // the others' last stage only has nothing to look at any more
            Assert.ThrowsAny<Exception>(() => network.forward(randn(2, 1, graph.SmallestImage / 2, graph.SmallestImage / 2)));
    }

    /// <summary>The memory order of the images is the network's affair: a window of a larger set, in any order and of one channel too,
    /// gives what its own copy gives.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_order_of_the_images_in_memory_changes_nothing(int channels)
    {
        using var scope = NewDisposeScope();
        using var network = Made(Architectures.BasicNet.Build(1.0 / 16, channels), 3);
        network.eval();
        var set = randn(9, channels, 10, 12);
        foreach (var images in new[] { set.slice(0, 3, 7, 1), set.slice(0, 3, 7, 1).transpose(2, 3), set.slice(0, 1, 9, 2) })
        {
            var copy = tensor(images.contiguous().data<float>().ToArray()).reshape(images.shape);
            Assert.Equal(network.forward(copy).data<float>().ToArray(), network.forward(images).data<float>().ToArray());
        }
    }

    /// <summary>Back-propagation against differences, in float64 and away from the kinks of ReLU and pooling: leaky slopes, and steps small
    /// against the distances.</summary>
    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        using var network = Made(Architectures.BasicNet.Build(1.0 / 32, 1, 3, 0.3), 2);
        network.to(ScalarType.Float64);
        network.train();
        var images = tensor([.. Enumerable.Range(0, 4 * 64).Select(i => new CounterRandom(9).At((ulong)i).Normal)]).reshape(4, 1, 8, 8);
        var labels = tensor(new long[] { 0, 1, 2, 1 });
        double Loss()
        {
            using var inner = NewDisposeScope();
            return nn.functional.cross_entropy(network.forward(images), labels).item<double>();
        }

        nn.functional.cross_entropy(network.forward(images), labels).backward();
        using var unrecorded = no_grad();
        foreach (var parameter in network.parameters())
        {
            var flat = parameter.view(-1);
            for (long index = 0; index < flat.shape[0]; index += Math.Max(1, flat.shape[0] / 5))
            {
                const double Step = 1e-6;
                var before = flat[index].item<double>();
                flat[index] = before + Step;
                var above = Loss();
                flat[index] = before - Step;
                var below = Loss();
                flat[index] = before;
                // Two losses of about 1 differ by rounding of 1e-16 each, over 2e-6: 1e-10.
                Assert.Equal(parameter.grad!.view(-1)[index].item<double>(), (above - below) / (2 * Step), 1e-7);
            }
        }
    }

    private static GraphNetwork Made(NetworkGraph graph, ulong seed)
    {
        var network = new GraphNetwork(graph);
        network.LoadParameters(graph.Initialize(seed));
        return network;
    }
}
