using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>Takes a share of features, the smallest by some score.</summary>
/// <remarks>Of n features ⌊share · n⌋ go; the product is that of decimal numbers, so that 0.29 of 100 features are 29. Of equal scores the
/// earlier feature goes first: the one of the earlier layer, and in a layer the one of the smaller index. A feature whose score is NaN does
/// not count and stays.</remarks>
internal static class Ranking
{
    /// <summary>The smallest of all layers together.</summary>
    /// <param name="scores">The scores, layer by layer.</param>
    /// <param name="share">The share, in [0, 1).</param>
    public static FilterMask SmallestOfAll(IEnumerable<IEnumerable<double>> scores, double share)
    {
        ImmutableArray<ImmutableArray<double>> layers = [.. scores.Select(layer => layer.ToImmutableArray())];
        var smallest = Smallest([.. layers.SelectMany(layer => layer)], share);
        var firsts = layers.Select((_, index) => layers.Take(index).Sum(layer => layer.Length)).ToList();
        return FilterMask.Of(layers.Select((layer, index) => layer.Select((_, feature) => smallest.Contains(firsts[index] + feature))));
    }

    /// <summary>The smallest within each layer.</summary>
    /// <param name="scores">The scores, layer by layer.</param>
    /// <param name="share">The share of each layer's features, in [0, 1).</param>
    public static FilterMask SmallestOfEach(IEnumerable<IEnumerable<double>> scores, double share) => FilterMask.Of(scores.Select(scored =>
    {
        ImmutableArray<double> layer = [.. scored];
        var smallest = Smallest(layer, share);
        return layer.Select((_, feature) => smallest.Contains(feature));
    }));

    private static HashSet<int> Smallest(ImmutableArray<double> scores, double share)
    {
        var counted = scores.Index().Where(of => !double.IsNaN(of.Item)).ToList();
        // OrderBy keeps the order of equals.
        return [.. counted.OrderBy(of => of.Item).Take((int)((decimal)share * counted.Count)).Select(of => of.Index)];
    }
}
