using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>The features of a network that are removed: for each of <see cref="NetworkGraph.FeatureLayers"/> and each of its
/// features.</summary>
public sealed class FilterMask : IEquatable<FilterMask>
{
    private readonly ImmutableArray<ImmutableArray<bool>> _isRemoved;

    private FilterMask(ImmutableArray<ImmutableArray<bool>> isRemoved) => _isRemoved = isRemoved;

    /// <summary>The number of layers.</summary>
    public int Layers => _isRemoved.Length;

    /// <summary>The number of features that are removed.</summary>
    public int Count => _isRemoved.Sum(layer => layer.Count(isRemoved => isRemoved));

    /// <summary>Whether each feature of a layer is removed.</summary>
    /// <param name="layer">The layer's index in <see cref="NetworkGraph.FeatureLayers"/>.</param>
    public ImmutableArray<bool> this[int layer] => _isRemoved[layer];

    /// <summary>A mask, layer by layer.</summary>
    /// <param name="isRemoved">For each layer and feature whether it is removed.</param>
    public static FilterMask Of(IEnumerable<IEnumerable<bool>> isRemoved)
    {
        ArgumentNullException.ThrowIfNull(isRemoved);
        return new FilterMask([.. isRemoved.Select(layer => layer.ToImmutableArray())]);
    }

    /// <summary>A mask for a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="isRemoved">Whether a feature is removed, by the index of its layer in <see cref="NetworkGraph.FeatureLayers"/> and its
    /// own.</param>
    public static FilterMask Of(NetworkGraph graph, Func<int, int, bool> isRemoved)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(isRemoved);
        return Of(graph.FeatureLayers.Select((layer, index) =>
            Enumerable.Range(0, layer.Features).Select(feature => isRemoved(index, feature))));
    }

    /// <summary>The indices of a layer's features that stay.</summary>
    /// <param name="layer">The layer's index.</param>
    public ImmutableArray<int> KeptOf(int layer) =>
        [.. _isRemoved[layer].Index().Where(feature => !feature.Item).Select(feature => feature.Index)];

    /// <summary>Equal when the same features are removed.</summary>
    /// <param name="other">The mask to compare with.</param>
    public bool Equals(FilterMask? other) =>
        other is not null && Layers == other.Layers
        && _isRemoved.Zip(other._isRemoved).All(layers => layers.First.SequenceEqual(layers.Second));

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
            throw new ArgumentException($"The mask has {Layers} layers: expected {graph.Name}'s {expected.Length} feature layers.");
        foreach (var (layer, isRemoved) in expected.Zip(_isRemoved))
        {
            if (isRemoved.Length != layer.Features)
                throw new ArgumentException($"The mask has {isRemoved.Length} features in {layer.Name}: expected {layer.Features}.");
        }
    }
}
