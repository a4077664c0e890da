using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>A network that was made smaller: its graph, θ and running statistics.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Parameters">θ, as <see cref="NetworkGraph.Parameters"/> of the graph lays it out.</param>
/// <param name="Statistics">The running statistics, as <see cref="NetworkGraph.Statistics"/> of the graph lays them out.</param>
public sealed record PrunedNetwork(NetworkGraph Graph, float[] Parameters, float[] Statistics);

/// <summary>Prunes features of networks: removes them and the weights that read them, or sets them to zero.</summary>
/// <remarks>
/// Both compute the same, but for the order of additions: the output of a feature whose γ and β are 0 is 0 whatever it sees, which
/// activations and poolings keep and which adds nothing to what reads it. Where there is no normalization, a filter's weights and bias are
/// what is set to zero.
/// </remarks>
public static class Prune
{
    /// <summary>The network without some of its features.</summary>
    /// <remarks>A layer of which nothing would be left keeps its first feature, set to zero.</remarks>
    /// <param name="graph">The network.</param>
    /// <param name="parameters">Its θ.</param>
    /// <param name="statistics">Its running statistics.</param>
    /// <param name="mask">The features to remove.</param>
    /// <exception cref="ArgumentException">The mask or a vector does not fit the graph.</exception>
    public static PrunedNetwork Apply(NetworkGraph graph, ReadOnlySpan<float> parameters, ReadOnlySpan<float> statistics, FilterMask mask)
    {
        Require(graph, parameters, mask);
        var expected = graph.Statistics?.Length ?? 0;
        if (statistics.Length != expected)
            throw new ArgumentException($"statistics has {statistics.Length} numbers: expected {expected}.", nameof(statistics));

        // What stays of the outputs and inputs of layers with parameters; all where nothing stands here.
        var (outputs, inputs) = (new Dictionary<int, ImmutableArray<int>>(), new Dictionary<int, ImmutableArray<int>>());
        foreach (var (index, layer) in graph.FeatureLayers.Index())
        {
            var kept = mask.KeptOf(index) is { Length: > 0 } some ? some : [0];
            outputs[layer.Convolution] = kept;
            if (layer.Normalization is { } normalization)
                outputs[normalization] = kept;
            foreach (var reader in layer.Readers)
                inputs[reader] = kept;
        }

        var smaller = new NetworkGraph(graph.Name, graph.Channels, graph.Layers.Select((layer, index) =>
            layer is Convolution convolution && outputs.TryGetValue(index, out var kept)
                ? convolution with { Features = kept.Length }
                : layer));
        var (fewer, narrower) = (new float[smaller.Parameters.Length], new float[smaller.Statistics?.Length ?? 0]);
        for (var index = 0; index < graph.Layers.Length; index++)
        {
            var (rows, columns) = (outputs.GetValueOrDefault(index), inputs.GetValueOrDefault(index));
            foreach (var (from, to) in graph.ParametersOf(index).Zip(smaller.ParametersOf(index)))
                Copy(parameters, from, fewer, to, rows, columns);
            foreach (var (from, to) in graph.StatisticsOf(index).Zip(smaller.StatisticsOf(index)))
                Copy(statistics, from, narrower, to, rows, columns);
        }

        return new PrunedNetwork(smaller, Zero(smaller, fewer, Emptied(smaller, mask)), narrower);
    }

    /// <summary>θ with features set to zero: γ and β, or weights and bias of the filter where there is no normalization.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="parameters">Its θ, which stays as it is.</param>
    /// <param name="mask">The features to set to zero.</param>
    /// <exception cref="ArgumentException">The mask or the vector does not fit the graph.</exception>
    public static float[] Zero(NetworkGraph graph, ReadOnlySpan<float> parameters, FilterMask mask)
    {
        Require(graph, parameters, mask);
        var zeroed = parameters.ToArray();
        foreach (var (index, layer) in graph.FeatureLayers.Index())
        {
            foreach (var range in graph.ParametersOf(layer.Normalization ?? layer.Convolution))
            {
                // The first dimension is that of the features.
                var each = range.Length / layer.Features;
                for (var feature = 0; feature < layer.Features; feature++)
                {
                    if (mask[index][feature])
                        zeroed.AsSpan(range.Offset + feature * each, each).Clear();
                }
            }
        }

        return zeroed;
    }

    /// <summary>The features of a pruned network that are only there because their layers would have none: they are zero.</summary>
    /// <param name="smaller">What <see cref="Apply"/> left.</param>
    /// <param name="mask">The features that it removed.</param>
    internal static FilterMask Emptied(NetworkGraph smaller, FilterMask mask)
    {
        bool[] isEmpty = [.. Enumerable.Range(0, mask.Layers).Select(layer => mask.KeptOf(layer) is [])];
        return FilterMask.Of(smaller, (layer, _) => isEmpty[layer]);
    }

    private static void Require(NetworkGraph graph, ReadOnlySpan<float> parameters, FilterMask mask)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(mask);
        mask.RequireFits(graph);
        if (parameters.Length != graph.Parameters.Length)
            throw new ArgumentException($"θ has {parameters.Length} numbers: expected {graph.Parameters.Length}.", nameof(parameters));
    }

    /// <summary>Copies what stays of a tensor: its first dimension is that of outputs, its second that of inputs. Default means
    /// all.</summary>
    private static void Copy(
        ReadOnlySpan<float> source, ParameterRange from, Span<float> target, ParameterRange to,
        ImmutableArray<int> rows, ImmutableArray<int> columns)
    {
        var (height, width) = (from.Shape[0], from.Shape.Length > 1 ? from.Shape[1] : 1);
        var each = from.Length / (height * width);
        if (rows.IsDefault)
            rows = [.. Enumerable.Range(0, height)];
        if (columns.IsDefault || from.Shape.Length < 2)
            columns = [.. Enumerable.Range(0, width)];
        var next = to.Offset;
        foreach (var row in rows)
        {
            foreach (var column in columns)
            {
                source.Slice(from.Offset + (row * width + column) * each, each).CopyTo(target[next..]);
                next += each;
            }
        }
    }
}
