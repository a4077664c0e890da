namespace OptimizerDynamics.Networks.Tests;

/// <summary>What follows from the graphs of the architectures: features, images, costs, layouts.</summary>
public class ArchitecturesTests
{
    [Fact]
    public void Names_are_unique()
    {
        Assert.Equal(["basicnet", "vgg11", "vgg16", "resnet50", "resnet50-large"], Architectures.All.Select(of => of.Name));
        Assert.Equal(["BasicNet", "VGG-11", "VGG-16", "ResNet-50", "ResNet-50"], Architectures.All.Select(of => of.Title));
        Assert.Equal(["basicnet", "vgg11", "vgg16"], Architectures.All.Where(of => of.IsPlain).Select(of => of.Name));
    }

    /// <summary>The features of the paper's Tables 3 to 5; the parameters that are published with a bias in every convolution (VGG-11
    /// 9,231,114 and VGG-16 14,728,266 on CIFAR-10), less those biases; the smallest images.</summary>
    [Theory]
    [InlineData("basicnet", 1856, 4_918_090, 7, 8)]
    [InlineData("vgg11", 2752, 9_231_114 - 2752, 8, 16)]
    [InlineData("vgg16", 4224, 14_728_266 - 4224, 13, 16)]
    [InlineData("resnet50", 7616, 23_520_842, 33, 8)] // the usual one for CIFAR-10
    [InlineData("resnet50-large", 7616, 25_557_032 - 990 * 2049, 33, 32)] // PyTorch's, with 10 classes for its 1,000
    public void Networks_are_as_large_as_published(string name, int features, int parameters, int layers, int smallestImage)
    {
        var graph = Named(name).Build();
        Assert.Equal(features, graph.FeatureLayers.Sum(layer => layer.Features));
        Assert.Equal(layers, graph.FeatureLayers.Length);
        Assert.Equal((3, 10, smallestImage), (graph.Channels, graph.Classes, graph.SmallestImage));
        Assert.Equal(parameters, graph.Parameters.Length);
    }

    /// <summary>VGG-16 on CIFAR: 313 million; ResNet-50 on ImageNet: 4,089,184,256 and 25,557,032 parameters, as published; a BasicNet
    /// counted by hand.</summary>
    [Fact]
    public void Costs_are_the_published_ones()
    {
        Assert.Equal(313, Math.Round(Architectures.Vgg16.Build().CostOf(32).Macs / 1e6));
        Assert.Equal(new NetworkCost(25_557_032, 4_089_184_256), Architectures.ResNet50Large.Build(classes: 1000).CostOf(224));
        var small = Architectures.BasicNet.Build(1.0 / 64, 1, 4); // 1, 2, 2, 4, 4, 8, 8 features
        var additions = 256 * 9 * (1 + 2) + 64 * 9 * (2 * 2 + 2 * 4) + 16 * 9 * (4 * 4 + 4 * 8) + 4 * 9 * 8 * 8 + 8 * 8 + 8 * 4;
        Assert.Equal(additions, small.CostOf(16).Macs);
        Assert.Equal(small.Parameters.Length, small.CostOf(16).Parameters);
        Assert.Throws<ArgumentOutOfRangeException>(() => small.CostOf(7));
    }

    [Fact]
    public void Parameters_are_named_as_PyTorch_names_a_modules()
    {
        Assert.Equal(
            ["C7.weight: weight [8, 8, 3, 3]", "N7.weight: scale [8]", "N7.bias: shift [8]", "fc1.weight: weight [8, 8]"],
            Architectures.BasicNet.Build(1.0 / 64).Parameters.Ranges.TakeLast(7).Take(4).Select(range => range.ToString()));
        var residual = Architectures.ResNet50.Build(1.0 / 16);
        Assert.Equal(
            "conv1 norm1 res2_1a res2_1a_norm res2_1b res2_1b_norm res2_1c res2_1c_norm res2_1s res2_1s_norm res2_2a".Split(' '),
            residual.Parameters.Ranges.Select(range => range.Name.Split('.')[0]).Distinct().Take(11));
        Assert.Equal(
            ["conv1", "res2.1a", "res2.1b", "res2.2a"], residual.FeatureLayers.Take(4).Select(layer => layer.Name));
        Assert.Equal(["conv1", "res2", "res3", "res4", "res5"], residual.FeatureLayers.Select(layer => layer.Stage).Distinct());
        Assert.Equal(
            ["res2.1a", "res2.1s"], residual.FeatureLayers[0].Readers.Select(reader => residual.Layers[reader].Name));
    }

    [Fact]
    public void Statistics_begin_with_mean_0_and_variance_1()
    {
        var graph = Architectures.BasicNet.Build(1.0 / 64, 1);
        Assert.Equal(
            ["N1.running_mean", "N1.running_var", "N2.running_mean"], graph.Statistics!.Ranges.Take(3).Select(range => range.Name));
        Assert.Equal([0f, 1f, 0f, 0f, 1f, 1f], graph.InitialStatistics()[..6]);
    }

    /// <summary>Uniform in ±1/√(inputs): the largest is near the bound, and the variance a third of its square; γ = 1, β = 0; another seed
    /// gives other weights.</summary>
    [Fact]
    public void Initialization_is_PyTorchs_and_depends_on_the_seed_alone()
    {
        var graph = Architectures.BasicNet.Build(0.5);
        var parameters = graph.Initialize(7);
        Assert.Equal(parameters, graph.Initialize(7));
        Assert.NotEqual(parameters, graph.Initialize(8));
        foreach (var range in graph.Parameters.Ranges)
        {
            var values = parameters.AsSpan(range.Offset, range.Length).ToArray();
            if (range.Kind is ParameterKinds.NormScale or ParameterKinds.NormShift)
                Assert.All(values, value => Assert.Equal(range.Kind == ParameterKinds.NormScale ? 1 : 0, value));
            else if (range.Kind == ParameterKinds.Weight && range.Length > 10_000)
            {
                var bound = 1 / Math.Sqrt((double)range.Length / range.Shape[0]);
                Assert.InRange(values.Max(), 0.99 * bound, bound);
                Assert.InRange(values.Average(value => (double)value) / bound, -0.02, 0.02);
                Assert.InRange(values.Average(value => (double)value * value) * 3 / (bound * bound), 0.9, 1.1);
            }
        }
    }

    [Fact]
    public void Equal_descriptions_are_equal()
    {
        Assert.Equal(Architectures.Vgg11.Build(0.5, 1, 7, 0.1), Architectures.Vgg11.Build(0.5, 1, 7, 0.1));
        Assert.Equal(Architectures.Vgg11.Build(0.5).GetHashCode(), Architectures.Vgg11.Build(0.5).GetHashCode());
        Assert.NotEqual(Architectures.Vgg11.Build(0.5), Architectures.Vgg11.Build(0.25));
        Assert.NotEqual(Architectures.Vgg11.Build(0.5), Architectures.Vgg11.Build(0.5, negativeSlope: 0.1));
        Assert.NotEqual(Architectures.ResNet50.Build(), Architectures.ResNet50Large.Build());
        Assert.True(Architectures.ResNet50.Build().FeatureLayers.SequenceEqual(Architectures.ResNet50.Build().FeatureLayers));
    }

    [Theory]
    [InlineData(0, 3, 10, 0, "width = 0 must be above 0")]
    [InlineData(double.NaN, 3, 10, 0, "width = NaN")]
    [InlineData(0.001, 3, 10, 0, "width = 0.001 leaves none of 64 features")]
    [InlineData(1, 0, 10, 0, "channels")]
    [InlineData(1, 3, 0, 0, "classes")]
    [InlineData(1, 3, 10, 1, "negativeSlope = 1 must lie in [0, 1)")]
    public void Numbers_outside_their_range_are_refused(double width, int channels, int classes, double slope, string message)
    {
        foreach (var architecture in Architectures.All)
        {
            var refused = Assert.Throws<ArgumentOutOfRangeException>(() => architecture.Build(width, channels, classes, slope));
            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        }
    }

    private static Architecture Named(string name) => Architectures.All.Single(architecture => architecture.Name == name);
}
