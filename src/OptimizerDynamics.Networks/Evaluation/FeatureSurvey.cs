using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>Measures a network's features as the paper defines it, over an entire set of images.</summary>
/// <remarks>
/// For each feature and image the magnitude behind the activation is pooled to its maximum over the feature plane. The maximum of those
/// over the set tells whether the feature is active at all; divided by it, they tell how selective it is: the fraction of images below a
/// threshold (1e-3; universality is 1 − selectivity). The network is in evaluation mode, with its running statistics.
/// </remarks>
public static class FeatureSurvey
{
    /// <summary>The part of its maximum that a feature has to reach in an image to count as active there.</summary>
    public const double Threshold = 1e-3;

    private const int BatchSize = 250;

    /// <summary>Goes twice through a set: once for the maxima, and once for what is below.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">The set: the training set, for the paper's measures.</param>
    /// <param name="threshold">The part of its maximum that a feature has to reach in an image to count as active there.</param>
    /// <returns>The statistics of each layer.</returns>
    public static ImmutableArray<FeatureStatistics> Survey(IBackendNetwork network, IImageSource images, double threshold = Threshold)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        var graph = network.Graph;
        var features = graph.FeatureLayers.Sum(layer => layer.Features);
        var (largest, sums) = Activations(network, images, features);
        var below = CountBelow(network, images, largest, threshold);
        var counts = new int[images.Classes];
        foreach (var label in images.Labels)
            counts[label]++;

        var (parameters, first) = (new float[graph.Parameters.Length], 0);
        network.Read(parameters, new float[graph.Statistics?.Length ?? 0]);
        var layers = ImmutableArray.CreateBuilder<FeatureStatistics>();
        foreach (var layer in graph.FeatureLayers)
        {
            var own = Enumerable.Range(first, layer.Features).ToList();
            layers.Add(new FeatureStatistics(
                layer.Name,
                [.. graph.ScaleOf(layer, parameters).Select(scale => (double)scale)],
                [.. graph.ShiftOf(layer, parameters).Select(shift => (double)shift)],
                [.. own.Select(feature => (double)largest[feature])],
                [.. own.Select(feature => largest[feature] == 0 ? 1 : (double)below[feature] / images.Count)],
                [.. own.Select(feature => ClassSelectivity(feature, sums, counts))]));
            first += layer.Features;
        }

        return layers.ToImmutable();
    }

    /// <summary>Each feature's largest magnitude, and for each class the sum over its images of the feature's mean.</summary>
    private static (float[] Largest, double[][] Sums) Activations(IBackendNetwork network, IImageSource images, int features)
    {
        var (largest, sums) = (new float[features], Enumerable.Range(0, images.Classes).Select(_ => new double[features]).ToArray());
        var (shown, means) = (new float[BatchSize * features], new float[BatchSize * features]);
        foreach (var batch in ImageBatch.All(images, BatchSize))
        {
            network.Observe(batch.Pixels, shown.AsSpan(0, batch.Count * features), means.AsSpan(0, batch.Count * features));
            for (var image = 0; image < batch.Count; image++)
            {
                var sum = sums[batch.Labels[image]];
                for (var feature = 0; feature < features; feature++)
                {
                    largest[feature] = Math.Max(largest[feature], shown[image * features + feature]);
                    sum[feature] += means[image * features + feature];
                }
            }
        }

        return (largest, sums);
    }

    /// <summary>In how many images each feature stays below its threshold.</summary>
    private static int[] CountBelow(IBackendNetwork network, IImageSource images, float[] largest, double threshold)
    {
        var (below, features) = (new int[largest.Length], largest.Length);
        var thresholds = Array.ConvertAll(largest, value => value * (float)threshold);
        var shown = new float[BatchSize * features];
        foreach (var batch in ImageBatch.All(images, BatchSize))
        {
            network.Observe(batch.Pixels, shown.AsSpan(0, batch.Count * features), []);
            for (var i = 0; i < batch.Count * features; i++)
                below[i % features] += shown[i] < thresholds[i % features] ? 1 : 0;
        }

        return below;
    }

    /// <summary>(μ − μ₋)/(μ + μ₋) with μ the largest of the classes' means and μ₋ the mean of the others'; classes without an image do not
    /// count.</summary>
    private static double ClassSelectivity(int feature, double[][] sums, int[] counts)
    {
        double[] means = [.. counts.Index().Where(of => of.Item > 0).Select(of => sums[of.Index][feature] / of.Item)];
        var most = means.Max();
        var others = means.Length < 2 ? 0 : (means.Sum() - most) / (means.Length - 1);
        return most + others == 0 ? 0 : (most - others) / (most + others);
    }
}
