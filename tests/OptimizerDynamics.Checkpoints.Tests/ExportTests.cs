using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>What is exported computes elsewhere what it computes here.</summary>
public sealed class ExportTests : IDisposable
{
    private const int Images = 6, Size = 32;

    /// <summary>Of the largest logit, with running statistics, γ and β drawn at random. Measured: 1.2e-7 to 1.9e-7, as sums are in another
    /// order there, and in yet another on processors with other instructions.</summary>
    private const double Tolerance = 2e-6;

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("basicnet", 0.125, 0, 1)]
    [InlineData("basicnet", 0.25, 0.1, 3)]
    [InlineData("vgg11", 0.125, 0, 3)]
    public void ONNX_Runtime_computes_the_logits_of_the_engine(string name, double width, double slope, int channels)
    {
        var graph = Architectures.All.Single(architecture => architecture.Name == name).Build(width, channels, 10, slope);
        var network = Drawn(graph);
        var pixels = Pixels(channels);

        Compare(LogitsHere(network, pixels), LogitsThere(network, pixels));
    }

    [Fact]
    public void A_pruned_network_computes_the_same_there_as_here_and_as_the_whole_one_with_zeros()
    {
        var graph = Architectures.BasicNet.Build(0.125, 3);
        var whole = Drawn(graph);
        var mask = FilterMask.Of(graph, (layer, feature) => (layer + feature) % 3 == 0);
        var pruned = Prune.Apply(graph, whole.Parameters.Span, whole.Statistics.Span, mask);
        var smaller = new ExportedNetwork(pruned.Graph, pruned.Parameters, pruned.Statistics, whole.Normalization);
        var zeroed = new ExportedNetwork(graph, Prune.Zero(graph, whole.Parameters.Span, mask), whole.Statistics, whole.Normalization);
        var pixels = Pixels(3);
        var there = LogitsThere(smaller, pixels);

        Assert.True(smaller.Parameters.Length < whole.Parameters.Length);
        Compare(LogitsHere(smaller, pixels), there);
        Compare(LogitsHere(zeroed, pixels), there);
    }

    /// <summary>The engine does not compute ResNet-50; ONNX Runtime checks its graph, and that it reads images of any size.</summary>
    [Fact]
    public void A_residual_network_is_a_graph_that_ONNX_Runtime_runs()
    {
        var network = Drawn(Architectures.ResNet50.Build(0.0625));

        var logits = LogitsThere(network, Pixels(3));

        Assert.Equal(Images * 10, logits.Length);
        Assert.All(logits, logit => Assert.True(float.IsFinite(logit)));
    }

    [Fact]
    public void Safetensors_are_read_back_with_the_names_of_a_state_dict()
    {
        var network = Drawn(Architectures.BasicNet.Build(0.125, 1));
        using (var stream = File.Create(_folder.PathOf("model.safetensors")))
            SafetensorsExport.Write(stream, network);

        using var file = CheckpointFile.Open(_folder.PathOf("model.safetensors"));

        Assert.Equal(
            [
                "features.0.weight", "features.1.weight", "features.1.bias", "features.1.running_mean", "features.1.running_var",
                "features.3.weight",
            ],
            file.Content.Tensors.Take(6).Select(tensor => tensor.Name));
        Assert.Equal(
            ["classifier.0.weight", "classifier.0.bias", "classifier.2.weight", "classifier.2.bias"],
            file.Content.Tensors.TakeLast(4).Select(tensor => tensor.Name));
        var ranges = Enumerable.Range(0, network.Graph.Layers.Length).SelectMany(layer =>
            network.Graph.ParametersOf(layer).Select(range => (range, network.Parameters))
                .Concat(network.Graph.StatisticsOf(layer).Select(range => (range, network.Statistics))));
        Assert.All(ranges.Zip(file.Content.Tensors), pair =>
        {
            var ((range, numbers), (_, tensor)) = pair;
            Assert.Equal(range.Shape.Select(size => (long)size), tensor.Shape);
            Assert.Equal(
                numbers.Slice(range.Offset, range.Length).ToArray().Select(number => (double)number), tensor.ToArray());
        });
        Assert.Equal(
            network.Parameters.Length + network.Statistics.Length, file.Content.Tensors.Sum(tensor => tensor.Data.Count));
    }

    [Fact]
    public void Numbers_that_do_not_fit_the_network_are_refused()
    {
        var network = Drawn(Architectures.BasicNet.Build(0.125, 1));

        Assert.Throws<ArgumentException>(
            () => new ExportedNetwork(network.Graph, network.Parameters[1..], network.Statistics, network.Normalization));
        Assert.Throws<ArgumentException>(
            () => new ExportedNetwork(network.Graph, network.Parameters, network.Statistics[1..], network.Normalization));
        Assert.Throws<ArgumentException>(() => new ExportedNetwork(
            network.Graph, network.Parameters, network.Statistics, new ChannelNormalization([1, 2, 3], [1, 2, 3])));
    }

    /// <summary>A network as after a training: γ, β and running statistics that are not those of the beginning.</summary>
    private static ExportedNetwork Drawn(NetworkGraph graph)
    {
        var random = new Random(1);
        var (parameters, statistics) = (graph.Initialize(1), graph.InitialStatistics());
        foreach (var range in graph.Parameters.Ranges.Where(range => range.Kind is ParameterKinds.NormScale or ParameterKinds.NormShift))
            Draw(parameters.AsSpan(range.Offset, range.Length), range.Kind, random);
        foreach (var range in graph.Statistics!.Ranges)
            Draw(statistics.AsSpan(range.Offset, range.Length), range.Kind, random);
        var channels = Enumerable.Range(0, graph.Channels).ToImmutableArray();
        return new ExportedNetwork(graph, parameters, statistics, new ChannelNormalization(
            [.. channels.Select(channel => 100.5 + channel)], [.. channels.Select(channel => 60.25 + channel)]));
    }

    private static void Draw(Span<float> numbers, ParameterKinds kind, Random random)
    {
        foreach (ref var number in numbers)
            number = (float)(kind == ParameterKinds.NormScale ? 0.5 + random.NextDouble() : 0.4 * random.NextDouble() - 0.2);
    }

    private static byte[] Pixels(int channels)
    {
        var pixels = new byte[Images * channels * Size * Size];
        new Random(2).NextBytes(pixels);
        return pixels;
    }

    private static float[] LogitsHere(ExportedNetwork network, byte[] pixels)
    {
        using var computed = new CpuBackend(1).Create(network.Graph, new NetworkInput(Size, Size, network.Normalization));
        computed.Load(network.Parameters.Span, network.Statistics.Span);
        var logits = new float[Images * network.Graph.Classes];
        computed.Evaluate(pixels, new int[Images], logits);
        return logits;
    }

    private static float[] LogitsThere(ExportedNetwork network, byte[] pixels)
    {
        using var stream = new MemoryStream();
        OnnxExport.Write(stream, network);
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(stream.ToArray(), options);
        var input = new DenseTensor<float>(
            Array.ConvertAll(pixels, pixel => (float)pixel), [Images, network.Graph.Channels, Size, Size]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("pixels", input)]);
        var logits = results.Single(result => result.Name == "logits").AsTensor<float>();
        Assert.Equal([Images, network.Graph.Classes], logits.Dimensions.ToArray());
        return [.. logits];
    }

    private static void Compare(float[] here, float[] there)
    {
        var largest = here.Max(Math.Abs);
        var error = here.Zip(there, (a, b) => Math.Abs(a - b)).Max() / largest;
        Assert.True(largest > 0.01, $"the logits are all about 0: {largest}");
        Assert.True(error <= Tolerance, $"the logits differ by {error} of the largest");
    }
}
