using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>What a <see cref="PruningCriterion"/> sees of a trained network.</summary>
/// <param name="Graph">The network.</param>
/// <param name="Parameters">θ, in the order of <see cref="NetworkGraph.Parameters"/>.</param>
/// <param name="Features">What was measured of the features on the training set, for each of <see cref="NetworkGraph.FeatureLayers"/>;
/// empty where nothing was, which criteria of parameters alone do without (<see cref="PruningCriterion.IsOfParameters"/>).</param>
/// <param name="Seed">The training's seed, for criteria that draw.</param>
public sealed record PruningSubject(
    NetworkGraph Graph, ImmutableArray<float> Parameters, ImmutableArray<FeatureStatistics> Features, ulong Seed = 0)
{
    /// <summary>|γ| of a layer's features; NaN where no normalization follows the convolution.</summary>
    /// <param name="layer">One of the graph's feature layers.</param>
    public IEnumerable<double> ScaleOf(FeatureLayer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Normalization is null
            ? Enumerable.Repeat(double.NaN, layer.Features)
            : Graph.ScaleOf(layer, Parameters.AsSpan()).Select(scale => Math.Abs((double)scale));
    }

    /// <summary>The L1 norm of the filter of each of a layer's features: the sum of its weights' magnitudes, bias aside.</summary>
    /// <param name="layer">One of the graph's feature layers.</param>
    public IEnumerable<double> FilterNormOf(FeatureLayer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var weights = Graph.ParametersOf(layer.Convolution)[0];
        var each = weights.Length / layer.Features;
        return Enumerable.Range(0, layer.Features).Select(feature =>
        {
            var sum = 0.0;
            foreach (var weight in Parameters.AsSpan(weights.Offset + feature * each, each))
                sum += Math.Abs((double)weight);
            return sum;
        });
    }
}
