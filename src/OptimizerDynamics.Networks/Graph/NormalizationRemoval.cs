namespace OptimizerDynamics.Networks;

/// <summary>Makes networks without normalization of those with it.</summary>
internal static class NormalizationRemoval
{
    /// <summary>
    /// The same layers without the normalizations; a convolution that one followed has a bias, which takes the place of β.
    /// </summary>
    /// <param name="graph">The network with normalizations.</param>
    public static NetworkGraph From(NetworkGraph graph)
    {
        var (places, left) = (new int[graph.Layers.Length], new List<Layer>());
        foreach (var (index, layer) in graph.Layers.Index())
        {
            if (layer is not Normalization)
                left.Add(Moved(layer, input => input == NetworkGraph.Image ? input : places[input], graph.ReadersOf(index)
                    .Any(reader => graph.Layers[reader] is Normalization)));
            places[index] = layer is Normalization ? places[layer.Input] : left.Count - 1;
        }

        return new NetworkGraph(graph.Name, graph.Channels, left);
    }

    private static Layer Moved(Layer layer, Func<int, int> placeOf, bool wasNormalized)
    {
        var input = placeOf(layer.Input);
        return layer switch
        {
            Convolution of => new Convolution(of.Name, input, of.Features, of.Window, of.HasBias || wasNormalized),
            Activation of => new Activation(of.Name, input, of.NegativeSlope),
            MaxPooling of => new MaxPooling(of.Name, input, of.Window),
            GlobalMaxPooling => new GlobalMaxPooling(layer.Name, input),
            GlobalMeanPooling => new GlobalMeanPooling(layer.Name, input),
            Addition of => new Addition(of.Name, input, placeOf(of.Other)),
            Linear of => new Linear(of.Name, input, of.Units),
            _ => throw new ArgumentException($"There is no layer of the kind {layer.GetType().Name} without normalization.", nameof(layer)),
        };
    }
}
