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

    private const int BatchSize = Evaluator.BatchSize;

    /// <summary>So many of the images' maxima are kept, 64 MiB: those of larger sets are computed a second time.</summary>
    private const long MostKept = 1 << 24;

    /// <summary>Goes through a set once; and where the maxima of all its images need more than 64 MiB, a second time for what is below the
    /// threshold, which is known only after the first.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">The set: the training set, for the paper's measures.</param>
    /// <param name="threshold">The part of its maximum that a feature has to reach in an image to count as active there.</param>
    /// <returns>The statistics of each layer.</returns>
    public static ImmutableArray<FeatureStatistics> Survey(
        IBackendNetwork network, IImageSource images, double threshold = Threshold) => Survey(network, images, threshold, MostKept);

    /// <summary>Surveys a set and evaluates the network on it at the same time: both results as if each were asked for alone.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">The set.</param>
    /// <returns>The statistics of each layer, and how well the network classifies the set.</returns>
    public static (ImmutableArray<FeatureStatistics> Features, Evaluation Evaluation) SurveyAndEvaluate(
        IBackendNetwork network, IImageSource images)
    {
        var evaluated = new EvaluationSum();
        return (Survey(network, images, Threshold, MostKept, evaluated: evaluated), evaluated.Mean);
    }

    /// <summary>Surveys a set, and counts the images that fire each feature somewhere on its plane: whose largest magnitude is at least
    /// <see cref="FeatureStatistics.ActivationThreshold"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">The set.</param>
    /// <returns>The statistics of each layer, and the fraction of images that fire each of its features.</returns>
    public static (ImmutableArray<FeatureStatistics> Features, ImmutableArray<ImmutableArray<double>> Firing) SurveyFiring(
        IBackendNetwork network, IImageSource images)
    {
        ArgumentNullException.ThrowIfNull(network);
        var fired = new int[network.Graph.FeatureLayers.Sum(layer => layer.Features)];
        var features = Survey(network, images, Threshold, MostKept, fired: fired);
        var (firing, first) = (ImmutableArray.CreateBuilder<ImmutableArray<double>>(), 0);
        foreach (var layer in network.Graph.FeatureLayers)
        {
            firing.Add([.. fired.AsSpan(first, layer.Features).ToArray().Select(count => (double)count / images.Count)]);
            first += layer.Features;
        }

        return (features, firing.ToImmutable());
    }

    /// <summary>The same with another number of maxima that are kept, and of images at once; counts the images that fire each
    /// feature.</summary>
    internal static ImmutableArray<FeatureStatistics> Survey(
        IBackendNetwork network, IImageSource images, double threshold, long mostKept, int atOnce = BatchSize,
        EvaluationSum? evaluated = null, int[]? fired = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        var graph = network.Graph;
        var features = graph.FeatureLayers.Sum(layer => layer.Features);
        var kept = (long)images.Count * features <= mostKept ? new float[images.Count * features] : null;
        var (largest, sums) = Activations(network, images, atOnce, kept, evaluated, fired);
        var thresholds = Array.ConvertAll(largest, value => value * (float)threshold);
        var below = new int[features];
        if (kept is not null)
            CountBelow(kept, thresholds, below);
        else
            CountBelow(network, images, atOnce, thresholds, below);
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
                [.. own.Select(feature => ClassSelectivity(feature, sums, counts))])
            {
                HasScale = layer.Normalization is not null,
            });
            first += layer.Features;
        }

        return layers.ToImmutable();
    }

    /// <summary>Each feature's largest magnitude, and for each class the sum over its images of the feature's mean.</summary>
    private static (float[] Largest, double[][] Sums) Activations(
        IBackendNetwork network, IImageSource images, int atOnce, float[]? kept, EvaluationSum? evaluated, int[]? fired)
    {
        var features = network.Graph.FeatureLayers.Sum(layer => layer.Features);
        var (largest, sums) = (new float[features], Enumerable.Range(0, images.Classes).Select(_ => new double[features]).ToArray());
        var (here, averages) = (kept is null ? new float[atOnce * features] : [], new float[atOnce * features]);
        var first = 0;
        foreach (var batch in ImageBatch.All(images, atOnce))
        {
            var length = batch.Count * features;
            var shown = kept is null ? here.AsSpan(0, length) : kept.AsSpan(first, length);
            var means = averages.AsSpan(0, length);
            if (evaluated is null)
                network.Observe(batch.Pixels, shown, means);
            else
                evaluated.Add(network, batch, shown, means);
            for (var image = 0; image < batch.Count; image++)
            {
                var sum = sums[batch.Labels[image]];
                for (var feature = 0; feature < features; feature++)
                {
                    largest[feature] = Math.Max(largest[feature], shown[image * features + feature]);
                    sum[feature] += means[image * features + feature];
                }

                for (var feature = 0; feature < (fired?.Length ?? 0); feature++)
                    fired![feature] += shown[image * features + feature] >= (float)FeatureStatistics.ActivationThreshold ? 1 : 0;
            }

            first += length;
        }

        return (largest, sums);
    }

    /// <summary>In how many images each feature stays below its threshold, by the maxima that the network tells again.</summary>
    private static void CountBelow(IBackendNetwork network, IImageSource images, int atOnce, float[] thresholds, int[] below)
    {
        var shown = new float[atOnce * thresholds.Length];
        foreach (var batch in ImageBatch.All(images, atOnce))
        {
            var maxima = shown.AsSpan(0, batch.Count * thresholds.Length);
            network.Observe(batch.Pixels, maxima, []);
            CountBelow(maxima, thresholds, below);
        }
    }

    /// <summary>Counts for each feature the images in which it stays below its threshold.</summary>
    private static void CountBelow(ReadOnlySpan<float> maxima, float[] thresholds, int[] below)
    {
        for (; maxima.Length > 0; maxima = maxima[thresholds.Length..])
        {
            for (var feature = 0; feature < thresholds.Length; feature++)
                below[feature] += maxima[feature] < thresholds[feature] ? 1 : 0;
        }
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
