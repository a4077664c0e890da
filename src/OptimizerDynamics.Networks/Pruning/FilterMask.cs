using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>Which features of a network go: for each of <see cref="NetworkGraph.FeatureLayers"/> and each of its features.</summary>
public sealed class FilterMask : IEquatable<FilterMask>
{
    private readonly ImmutableArray<ImmutableArray<bool>> _isGone;

    private FilterMask(ImmutableArray<ImmutableArray<bool>> isGone) => _isGone = isGone;

    /// <summary>The number of layers.</summary>
    public int Layers => _isGone.Length;

    /// <summary>How many features go.</summary>
    public int Count => _isGone.Sum(layer => layer.Count(isGone => isGone));

    /// <summary>Whether each feature of a layer goes.</summary>
    /// <param name="layer">The layer's index in <see cref="NetworkGraph.FeatureLayers"/>.</param>
    public ImmutableArray<bool> this[int layer] => _isGone[layer];

    /// <summary>A mask, layer by layer.</summary>
    /// <param name="isGone">For each layer and feature whether it goes.</param>
    public static FilterMask Of(IEnumerable<IEnumerable<bool>> isGone)
    {
        ArgumentNullException.ThrowIfNull(isGone);
        return new FilterMask([.. isGone.Select(layer => layer.ToImmutableArray())]);
    }

    /// <summary>A mask for a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="isGone">Whether a feature goes, by the index of its layer in <see cref="NetworkGraph.FeatureLayers"/> and its
    /// own.</param>
    public static FilterMask Of(NetworkGraph graph, Func<int, int, bool> isGone)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(isGone);
        return Of(graph.FeatureLayers.Select((layer, index) =>
            Enumerable.Range(0, layer.Features).Select(feature => isGone(index, feature))));
    }

    /// <summary>The indices of a layer's features that stay.</summary>
    /// <param name="layer">The layer's index.</param>
    public ImmutableArray<int> KeptOf(int layer) =>
        [.. _isGone[layer].Index().Where(feature => !feature.Item).Select(feature => feature.Index)];

    /// <summary>Equal when the same features go.</summary>
    /// <param name="other">The mask to compare with.</param>
    public bool Equals(FilterMask? other) =>
        other is not null && Layers == other.Layers && _isGone.Zip(other._isGone).All(layers => layers.First.SequenceEqual(layers.Second));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FilterMask);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Layers, Count);

    /// <summary>Refuses a mask of another graph.</summary>
    /// <exception cref="ArgumentException">Its layers or their features are not as many as the graph's.</exception>
    internal void RequireFits(NetworkGraph graph)
    {
        var expected = graph.FeatureLayers;
        if (Layers != expected.Length)
            throw new ArgumentException($"The mask has {Layers} layers: expected {graph.Name}'s {expected.Length} layers of features.");
        foreach (var (layer, isGone) in expected.Zip(_isGone))
        {
            if (isGone.Length != layer.Features)
                throw new ArgumentException($"The mask has {isGone.Length} features in {layer.Name}: expected {layer.Features}.");
        }
    }
}
