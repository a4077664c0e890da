using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>Finds the feature layers of a graph (<see cref="FeatureLayer"/>).</summary>
internal static class FeatureLayerSearch
{
    /// <summary>Those of a graph, in the order of their activations.</summary>
    public static ImmutableArray<FeatureLayer> In(NetworkGraph graph) =>
        [.. Enumerable.Range(0, graph.Layers.Length).Select(index => EndingAt(index, graph)).OfType<FeatureLayer>()];

    private static FeatureLayer? EndingAt(int activation, NetworkGraph graph)
    {
        if (graph.Layers[activation] is not Activation { Input: >= 0 and var before } last || !IsOnlyRead(before, graph))
            return null;
        int? normalization = graph.Layers[before] is Normalization ? before : null;
        var convolution = normalization is null ? before : graph.Layers[before].Input;
        if (convolution < 0 || graph.Layers[convolution] is not Convolution first || !IsOnlyRead(convolution, graph))
            return null;
        var readers = new SortedSet<int>();
        return AddReaders(activation, graph, readers)
            ? new FeatureLayer(first.Name, first.Features, convolution, normalization, activation, last.NegativeSlope, [.. readers])
            : null;
    }

    private static bool IsOnlyRead(int layer, NetworkGraph graph) => graph.ReadersOf(layer) is [_];

    /// <summary>Collects the convolutions and linear layers that read a layer, directly or through layers that make 0 of 0, channel by
    /// channel.</summary>
    /// <returns>False where something else reads it, or it is the network's output.</returns>
    private static bool AddReaders(int layer, NetworkGraph graph, SortedSet<int> readers)
    {
        foreach (var reader in graph.ReadersOf(layer))
        {
            switch (graph.Layers[reader])
            {
                case Convolution or Linear:
                    readers.Add(reader);
                    break;
                case Activation or MaxPooling or GlobalMaxPooling or GlobalMeanPooling when AddReaders(reader, graph, readers):
                    break;
                default:
                    return false;
            }
        }

        return graph.ReadersOf(layer) is not [];
    }
}
