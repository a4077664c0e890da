namespace OptimizerDynamics.Networks;

/// <summary>Moves magnitude between γ and the weights behind it: the γ-W rescaling of Ye et al. 2018, "Rethinking the
/// smaller-norm-less-informative assumption in channel pruning of convolution layers".</summary>
/// <remarks>γ and β of every feature layer are multiplied by a factor, and the weights of the convolutions and linear layers that read its
/// features divided by it. Activations (leaky ones included) and poolings pass a positive factor on, so that the network computes what it
/// did: to the last bit with a power of two, and to rounding with others. An optimizer sees another problem, for its steps do not grow with
/// what they change: a γ of a tenth is ten steps nearer to 0.</remarks>
public static class ScaleRescaling
{
    /// <summary>θ with γ and β multiplied by a factor, and the weights that read their features divided by it.</summary>
    /// <param name="graph">The network; layers without normalization stay as they are.</param>
    /// <param name="parameters">θ, which stays as it is.</param>
    /// <param name="factor">The factor, above 0 and finite; its inverse undoes it.</param>
    /// <exception cref="ArgumentException">θ does not fit the graph, or the factor is outside its range.</exception>
    public static float[] Apply(NetworkGraph graph, ReadOnlySpan<float> parameters, double factor)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Interval.Positive.Require(factor, nameof(factor));
        if (parameters.Length != graph.Parameters.Length)
            throw new ArgumentException($"θ has {parameters.Length} numbers: expected {graph.Parameters.Length}.", nameof(parameters));
        var rescaled = parameters.ToArray();
        foreach (var layer in graph.FeatureLayers)
        {
            if (layer.Normalization is not { } normalization)
                continue;
            foreach (var range in graph.ParametersOf(normalization))
                Multiply(rescaled, range, factor);
            foreach (var reader in layer.Readers)
                Multiply(rescaled, graph.ParametersOf(reader)[0], 1 / factor);
        }

        return rescaled;
    }

    private static void Multiply(float[] parameters, ParameterRange range, double factor)
    {
        foreach (ref var value in parameters.AsSpan(range.Offset, range.Length))
            value = (float)(value * factor);
    }
}
