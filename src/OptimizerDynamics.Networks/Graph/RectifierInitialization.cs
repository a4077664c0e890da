namespace OptimizerDynamics.Networks;

/// <summary>θ at the beginning for networks without normalization.</summary>
/// <remarks>PyTorch's weights, which <see cref="NetworkGraph.Initialize"/> draws, have the variance 1/(3n) for n inputs: of a ReLU's signal
/// they pass on a sixth, layer by layer, and normalization makes up for it. Without one, seven layers leave 6⁻⁷ of the variance. So a layer
/// in front of an activation has the variance 2/((1 + a²)n) instead, with a the slope below 0, which keeps the second moment: uniform in
/// ±√(6/((1 + a²)n)), with biases of 0 (He et al. 2015, "Delving deep into rectifiers"). The others, the last of a network and those whose
/// output is added to another's, keep PyTorch's weights.</remarks>
public static class RectifierInitialization
{
    /// <summary>θ as a seed initializes it; of the same random numbers as <see cref="NetworkGraph.Initialize"/>.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="seed">The seed; 0 is one like any other.</param>
    public static float[] Of(NetworkGraph graph, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var parameters = graph.Initialize(seed);
        foreach (var (index, layer) in graph.Layers.Index())
        {
            if (layer is not (Convolution or Linear) || graph.ReadersOf(index) is not [var reader]
                || graph.Layers[reader] is not Activation { NegativeSlope: var slope })
                continue;
            var ranges = graph.ParametersOf(index);
            foreach (ref var weight in parameters.AsSpan(ranges[0].Offset, ranges[0].Length))
                weight = (float)(weight * Math.Sqrt(6 / (1 + slope * slope)));
            if (ranges is [_, var bias])
                parameters.AsSpan(bias.Offset, bias.Length).Clear();
        }

        return parameters;
    }
}
