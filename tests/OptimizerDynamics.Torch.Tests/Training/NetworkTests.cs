using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>The networks: as large as published, the same for a seed, and their gradients right.</summary>
public sealed class NetworkTests
{
    /// <summary>The counts that are published with a bias in every convolution (VGG-11 9,231,114 and VGG-16 14,728,266 on CIFAR-10), less those biases.</summary>
    [Theory]
    [InlineData("vgg11", 2752, 9_231_114 - 2752)]
    [InlineData("vgg16", 4224, 14_728_266 - 4224)]
    [InlineData("basicnet", 1856, 4_918_090)]
    [InlineData("resnet50", 7616, 23_520_842)] // the usual one for CIFAR-10
    [InlineData("resnet50-large", 7616, 25_557_032 - 990 * 2049)] // PyTorch's, with 10 classes for its 1,000
    public void A_network_has_its_features_and_parameters(string name, int features, long parameters)
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCatalog.Make(name, 1, 3, 10, 0);
        Assert.Equal(features, network.FeatureLayers.Sum(layer => layer.Features));
        Assert.Equal(parameters, network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData("basicnet")]
    [InlineData("vgg11")]
    [InlineData("vgg16")]
    [InlineData("resnet50")]
    [InlineData("resnet50-large")]
    public void A_network_reads_its_smallest_image_and_shows_every_layer(string name)
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCatalog.Make(name, 1.0 / 16, 1, 7, 0.1);
        network.Initialize(3);
        network.eval();
        var seen = new List<(int Place, long Features)>();
        var input = randn(2, 1, network.SmallestImage, network.SmallestImage);
        var output = network.Classify(input, (place, activation) => seen.Add((place, activation.shape[1])));
        Assert.Equal([2L, 7], output.shape);
        Assert.Equal(network.FeatureLayers.Select((layer, place) => (place, (long)layer.Features)), seen);
        Assert.True(output.equal(network.forward(input)).all().item<bool>());
        if (network is PlainNetwork) // the others' last stage only has nothing to look at any more
            Assert.ThrowsAny<Exception>(() => network.forward(randn(2, 1, network.SmallestImage / 2, network.SmallestImage / 2)));
    }

    [Fact]
    public void A_seed_gives_the_same_network_and_another_seed_another()
    {
        using var scope = NewDisposeScope();
        Tensor Parameters(ulong seed)
        {
            using var network = new BasicNet(1.0 / 16, 1);
            network.Initialize(seed);
            return cat([.. network.parameters().Select(parameter => parameter.detach().flatten())]).clone();
        }

        var (zero, one) = (Parameters(0), Parameters(1));
        Assert.True(zero.equal(Parameters(0)).all().item<bool>());
        Assert.False(zero.equal(one).all().item<bool>());
    }

    /// <summary>Uniform in ±1/√n, as PyTorch's: for every layer the largest is near the bound and the variance a third of its square.</summary>
    [Fact]
    public void A_network_begins_as_PyTorchs_would()
    {
        using var scope = NewDisposeScope();
        using var network = new BasicNet(0.5);
        network.Initialize(5);
        foreach (var layer in network.FeatureLayers)
        {
            var bound = 1 / Math.Sqrt(layer.Convolution.weight!.shape[1] * 9);
            Assert.InRange(layer.Convolution.weight.abs().max().item<float>() / bound, 0.98, 1);
            Assert.InRange(layer.Convolution.weight.var().item<float>() * 3 / (bound * bound), 0.9, 1.1);
            Assert.All(layer.Normalization.weight!.data<float>().ToArray(), scale => Assert.Equal(1, scale));
        }
    }

    /// <summary>The memory order of the images is the network's affair: a window of a larger set, in any order and of one channel too, gives what its own copy gives.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_order_of_the_images_in_memory_changes_nothing(int channels)
    {
        using var scope = NewDisposeScope();
        using var network = new BasicNet(1.0 / 16, channels);
        network.Initialize(3);
        network.eval();
        var set = randn(9, channels, 10, 12);
        foreach (var images in new[] { set.slice(0, 3, 7, 1), set.slice(0, 3, 7, 1).transpose(2, 3), set.slice(0, 1, 9, 2) })
        {
            var copy = tensor(images.contiguous().data<float>().ToArray()).reshape(images.shape);
            Assert.Equal(network.forward(copy).data<float>().ToArray(), network.forward(images).data<float>().ToArray());
        }
    }

    /// <summary>Back-propagation against differences, in float64 and away from the kinks of ReLU and pooling: leaky slopes, and steps small against the distances.</summary>
    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        using var network = new BasicNet(1.0 / 32, 1, 3, 0.3);
        network.Initialize(2);
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
        foreach (var (name, parameter) in network.named_parameters())
        {
            var flat = parameter.view(-1);
            for (long place = 0; place < flat.shape[0]; place += Math.Max(1, flat.shape[0] / 5))
            {
                const double Step = 1e-6;
                var before = flat[place].item<double>();
                flat[place] = before + Step;
                var above = Loss();
                flat[place] = before - Step;
                var below = Loss();
                flat[place] = before;
                // Two losses of about 1 differ by rounding of 1e-16 each, over 2e-6: 1e-10.
                Assert.Equal(parameter.grad!.view(-1)[place].item<double>(), (above - below) / (2 * Step), 1e-7);
                Assert.NotEmpty(name);
            }
        }
    }
}
