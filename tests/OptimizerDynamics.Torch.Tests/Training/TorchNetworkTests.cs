using OptimizerDynamics.Data;
using OptimizerDynamics.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>What the libtorch backend tells of a network, each beside a slow twin that goes through images, features and pixels one by
/// one.</summary>
public sealed class TorchNetworkTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Activations_are_pooled_as_one_by_one(double slope)
    {
        using var scope = NewDisposeScope();
        using var set = SmallSets.Squares(23, 4);
        using var network = Network(set, slope);
        var features = network.Graph.FeatureLayers.Sum(layer => layer.Features);
        var (largest, means) = (new float[23 * features], new float[23 * features]);
        var (pixels, numbers) = (new byte[23 * 64], new float[23 * 64]);
        set.Read([.. Enumerable.Range(0, 23)], pixels);
        network.Observe(pixels, largest, means);

        network.Input.Normalization.Apply(pixels, 64, numbers.AsSpan());
        network.Module.eval();
        for (var image = 0; image < 23; image++)
        {
            var first = image * features;
            network.Module.Classify(tensor(numbers.AsSpan(image * 64, 64).ToArray()).reshape(1, 1, 8, 8), (_, activation) =>
            {
                var (values, plane) = (activation.data<float>().ToArray(), (int)(activation.shape[2] * activation.shape[3]));
                foreach (var own in values.Chunk(plane))
                {
                    // A mini-batch's convolution may add in another order than one image's.
                    Assert.Equal(own.Max(Math.Abs), largest[first], 1e-5);
                    Assert.Equal(own.Average(value => (double)value), means[first++], 1e-5);
                }
            });
            Assert.Equal((image + 1) * features, first);
        }

        // One feature was silenced: γ = 0, and β below 0, or 0 where the slope would let it through.
        Assert.Contains(FeatureSurvey.Survey(network, set), layer =>
            layer.InactiveByActivation() == 1 && layer.InactiveByScale() == 1 && layer.Selectivity.Contains(1));
        var again = new float[largest.Length];
        network.Observe(pixels, again, []);
        Assert.Equal(largest, again);
    }

    [Fact]
    public void Errors_and_losses_are_counted_as_one_by_one()
    {
        using var scope = NewDisposeScope();
        using var set = SmallSets.Squares(600, 4, classes: 9); // more than a mini-batch, and classes than five
        using var network = Network(set, 0);
        var found = Evaluator.Evaluate(network, set);

        var (pixels, numbers) = (new byte[600 * 64], new float[600 * 64]);
        set.Read([.. Enumerable.Range(0, 600)], pixels);
        network.Input.Normalization.Apply(pixels, 64, numbers.AsSpan());
        network.Module.eval();
        var logits = network.Module.forward(tensor(numbers).reshape(600, 1, 8, 8)).to_type(ScalarType.Float64);
        var (loss, wrong, notNearly) = (0.0, 0, 0);
        for (var image = 0; image < set.Count; image++)
        {
            var (values, label) = (logits[image].data<double>().ToArray(), set.Labels[image]);
            loss += Math.Log(values.Sum(value => Math.Exp(value - values[label])));
            wrong += Array.IndexOf(values, values.Max()) == label ? 0 : 1;
            notNearly += values.Count(value => value > values[label]) < 5 ? 0 : 1;
        }

        Assert.Equal(loss / set.Count, found.Loss, 1e-5);
        Assert.Equal((double)wrong / set.Count, found.Top1Error);
        Assert.Equal((double)notNearly / set.Count, found.Top5Error);
        Assert.InRange(found.Top5Error, 0.05, found.Top1Error - 0.05);
        using var fewer = SmallSets.Squares(100, 4);
        using var small = Network(fewer, 0);
        Assert.Equal(0, Evaluator.Evaluate(small, fewer).Top5Error); // of four classes the right one is always among five
    }

    [Fact]
    public void What_is_loaded_is_read_and_the_rest_refused()
    {
        using var set = SmallSets.Squares(4, 4);
        using var network = Network(set, 0);
        var graph = network.Graph;
        float[] parameters = [.. Enumerable.Range(0, graph.Parameters.Length).Select(i => i / 3f)];
        float[] statistics = [.. Enumerable.Range(0, graph.Statistics!.Length).Select(i => i / 7f)];
        network.Load(parameters, statistics);
        var (found, seen) = (new float[parameters.Length], new float[statistics.Length]);
        network.Read(found, seen);
        Assert.Equal(parameters, found);
        Assert.Equal(statistics, seen);
        Assert.Contains(
            $"expected {parameters.Length}", Assert.Throws<ArgumentException>(() => network.Load(parameters.AsSpan(1), statistics)).Message,
            StringComparison.Ordinal);
        Assert.True(network.Time(new byte[4 * 64]) > 0);
    }

    [Fact]
    public void Zeroed_features_are_silent()
    {
        using var set = SmallSets.Squares(12, 4);
        using var network = Network(set, 0.1);
        var graph = network.Graph;
        var (parameters, statistics) = (new float[graph.Parameters.Length], new float[graph.Statistics!.Length]);
        network.Read(parameters, statistics);
        network.Load(Prune.Zero(graph, parameters, FilterMask.Of(graph, (layer, feature) => layer == 3 && feature % 2 == 0)), statistics);
        var found = FeatureSurvey.Survey(network, set);
        Assert.All(found[3].LargestActivation.Where((_, feature) => feature % 2 == 0), activation => Assert.Equal(0, activation));
        Assert.All(found[3].LargestActivation.Where((_, feature) => feature % 2 == 1), activation => Assert.NotEqual(0, activation));
    }

    /// <summary>Random features of every layer, a whole layer among them: gone or set to zero, the logits are the same.</summary>
    [Theory]
    [InlineData("basicnet", 0, 1)]
    [InlineData("basicnet", 0.1, 2)]
    [InlineData("vgg11", 0, 3)]
    [InlineData("vgg16", 0.01, 4)]
    [InlineData("resnet50", 0, 5)]
    [InlineData("resnet50-large", 0.1, 6)]
    public void A_pruned_network_computes_what_the_zeroed_one_does(string name, double slope, int seed)
    {
        using var scope = NewDisposeScope();
        var graph = Architectures.All.Single(architecture => architecture.Name == name).Build(1.0 / 8, 2, 5, slope);
        var random = new Random(seed);
        var (parameters, statistics) = (graph.Initialize((ulong)seed), graph.InitialStatistics());
        // Statistics, γ and β as training leaves them, not as it finds them.
        foreach (var range in graph.Parameters.Ranges.Where(range => range.Kind is ParameterKinds.NormScale or ParameterKinds.NormShift))
            Fill(parameters, range, () => 2 * random.NextDouble() - 1);
        foreach (var range in graph.Statistics!.Ranges)
        {
            var isVariance = range.Kind == ParameterKinds.NormScale;
            Fill(statistics, range, () => (isVariance ? 1.25 : 0) + 1.5 * (random.NextDouble() - 0.5));
        }

        var mask = FilterMask.Of(graph, (layer, _) => layer == 3 || random.Next(3) == 0);
        var smaller = Prune.Apply(graph, parameters, statistics, mask);
        var images = randn(3, 2, 32, 32, dtype: ScalarType.Float64);
        Tensor LogitsOf(NetworkGraph of, float[] theta, float[] running)
        {
            using var network = new GraphNetwork(of);
            network.to(ScalarType.Float64);
            network.LoadParameters(theta);
            network.LoadStatistics(running);
            network.eval();
            using var unrecorded = no_grad();
            return network.forward(images);
        }

        var expected = LogitsOf(graph, Prune.Zero(graph, parameters, mask), statistics);
        var found = LogitsOf(smaller.Graph, smaller.Parameters, smaller.Statistics);
        // Sums of some thousand terms in another order.
        Assert.InRange((expected - found).abs().max().item<double>() / expected.abs().max().item<double>(), 0, 1e-13);
    }

    private static void Fill(float[] values, ParameterRange range, Func<double> number)
    {
        for (var i = range.Offset; i < range.End; i++)
            values[i] = (float)number();
    }

    private static TorchNetwork Network(ImageSet set, double slope)
    {
        var graph = Architectures.BasicNet.Build(1.0 / 16, 1, set.Classes, slope);
        var network = (TorchNetwork)new TorchBackend().Create(graph, new NetworkInput(8, 8, ChannelNormalization.Of(set)));
        var parameters = graph.Initialize(8);
        var normalization = graph.ParametersOf(graph.FeatureLayers[1].Normalization!.Value);
        parameters[normalization[0].Offset + 1] = 0;
        parameters[normalization[1].Offset + 1] = slope == 0 ? -1 : 0;
        network.Load(parameters, graph.InitialStatistics());
        return network;
    }
}
