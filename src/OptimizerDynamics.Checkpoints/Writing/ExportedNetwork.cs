using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Checkpoints;

/// <summary>A network with its numbers, to be used elsewhere.</summary>
public sealed class ExportedNetwork
{
    /// <summary>A network with its numbers.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="parameters">θ, as <see cref="NetworkGraph.Parameters"/> lays it out.</param>
    /// <param name="statistics">The running statistics, as <see cref="NetworkGraph.Statistics"/> lays them out.</param>
    /// <param name="normalization">Makes numbers of an image's bytes; a mean and a deviation for each channel.</param>
    /// <exception cref="ArgumentException">A vector or the normalization does not fit the graph.</exception>
    public ExportedNetwork(
        NetworkGraph graph, ReadOnlyMemory<float> parameters, ReadOnlyMemory<float> statistics, ChannelNormalization normalization)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(normalization);
        if (parameters.Length != graph.Parameters.Length)
            throw new ArgumentException($"θ has {parameters.Length} numbers: expected {graph.Parameters.Length}.", nameof(parameters));
        if (statistics.Length != (graph.Statistics?.Length ?? 0))
            throw new ArgumentException(
                $"There are {statistics.Length} running statistics: expected {graph.Statistics?.Length ?? 0}.", nameof(statistics));
        if (normalization.Mean.Length != graph.Channels || normalization.Deviation.Length != graph.Channels)
            throw new ArgumentException(
                $"The normalization has {normalization.Mean.Length} channels: expected {graph.Channels}.", nameof(normalization));
        (Graph, Parameters, Statistics, Normalization) = (graph, parameters, statistics, normalization);
    }

    /// <summary>The network.</summary>
    public NetworkGraph Graph { get; }

    /// <summary>θ.</summary>
    public ReadOnlyMemory<float> Parameters { get; }

    /// <summary>The running statistics; empty without a normalization.</summary>
    public ReadOnlyMemory<float> Statistics { get; }

    /// <summary>Makes numbers of an image's bytes: (byte − mean)/deviation, channel by channel.</summary>
    public ChannelNormalization Normalization { get; }

    /// <summary>All tensors, layer by layer: weight and bias, and of a normalization <c>running_mean</c> and <c>running_var</c> behind
    /// them.</summary>
    internal IEnumerable<ExportedTensor> Tensors() => Enumerable.Range(0, Graph.Layers.Length).SelectMany(TensorsOf);

    /// <summary>The tensors of a layer.</summary>
    /// <param name="layer">Its index.</param>
    internal IEnumerable<ExportedTensor> TensorsOf(int layer)
    {
        foreach (var range in Graph.ParametersOf(layer))
            yield return new ExportedTensor(NameOf(layer, range), range.Shape, Parameters.Slice(range.Offset, range.Length));
        foreach (var range in Graph.StatisticsOf(layer))
            yield return new ExportedTensor(NameOf(layer, range), range.Shape, Statistics.Slice(range.Offset, range.Length));
    }

    /// <summary>The name in a state dict. A plain network is two of PyTorch's <c>Sequential</c>, as torchvision's VGGs are: all layers up
    /// to the global pooling, which is part of neither, are <c>features.0</c>, <c>features.1</c> …, and those behind it
    /// <c>classifier.0</c> …; layers of another network keep their own names.</summary>
    private string NameOf(int layer, ParameterRange range)
    {
        if (!Graph.IsPlain)
            return range.Name;
        var pooling = Enumerable.Range(0, Graph.Layers.Length).First(index => index == Graph.Layers.Length - 1 || Graph.IsVector(index));
        var module = layer <= pooling ? $"features.{layer}" : $"classifier.{layer - pooling - 1}";
        return module + range.Name[range.Name.LastIndexOf('.')..];
    }
}

/// <summary>A tensor that is written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The size of each dimension.</param>
/// <param name="Numbers">Its numbers, row-major.</param>
internal readonly record struct ExportedTensor(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Numbers);
