using System.Collections.Immutable;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Reports;

/// <summary>What a feature was like before it died, or lived on.</summary>
/// <param name="Layer">The place of its layer.</param>
/// <param name="Selectivity">At a quarter of the training: the share of images in which it stays below a thousandth of its largest activation.</param>
/// <param name="Dies">Whether its |γ| is below 1e-3 at the end.</param>
internal readonly record struct FeatureFate(int Layer, double Selectivity, bool Dies);

/// <summary>The features of a network one by one: which die, and what they were like.</summary>
internal static class FeatureFates
{
    private const double Threshold = 1e-3;

    /// <summary>The features that were active at a quarter of the training, by γ and by activation; none where their selectivity was not measured.</summary>
    /// <remarks>A feature that never fires has selectivity 1, one that fires has less. The former were left in when the studies were first looked at: with SGD nearly all that die had fallen silent by
    /// then, and a feature that is dead already says nothing of what kills it.</remarks>
    public static IEnumerable<FeatureFate> Of(TrainingResult result)
    {
        if (result.Curve.FirstOrDefault(point => !point.Selectivity.IsEmpty) is not { } early)
            yield break;
        for (var layer = 0; layer < result.Layers.Length; layer++)
        {
            for (var feature = 0; feature < result.Layers[layer].Scale.Length; feature++)
            {
                if (Math.Abs(early.Scale[layer][feature]) >= Threshold && early.Selectivity[layer][feature] < 1)
                    yield return new FeatureFate(layer, early.Selectivity[layer][feature], Math.Abs(result.Layers[layer].Scale[feature]) < Threshold);
            }
        }
    }

    /// <summary>How much more selective those were that die than the others of their layers; NaN where no layer has both.</summary>
    public static double SelectivityOfTheDying(TrainingResult result)
    {
        var layers = Of(result).GroupBy(feature => feature.Layer)
            .Select(layer => (Dying: Selectivities(layer, dies: true), Living: Selectivities(layer, dies: false)))
            .Where(layer => layer.Dying.Length > 0 && layer.Living.Length > 0).ToList();
        return layers.Count == 0 ? double.NaN : layers.Sum(layer => layer.Dying.Length * (layer.Dying.Average() - layer.Living.Average())) / layers.Sum(layer => layer.Dying.Length);
    }

    /// <summary>The mean selectivity of all of them, in whatever layer; NaN where it was not measured, or none was active.</summary>
    public static double EarlySelectivity(TrainingResult result) => Of(result).Select(feature => feature.Selectivity).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The mean selectivity, at the end, of a layer's features that are active by γ; NaN where there are none.</summary>
    public static double Selectivity(TrainingResult result, string layer) => MeanOfActive(result, layer, (of, feature) => of.Selectivity[feature]);

    /// <summary>The share of a layer's features that are active by γ whose β is below 0.</summary>
    public static double NegativeShift(TrainingResult result, string layer) => MeanOfActive(result, layer, (of, feature) => of.Shift[feature] < 0 ? 1 : 0);

    /// <summary>The share of inactive features in the last layers less that in as many first ones: half of the layers each, the middle one left out.</summary>
    public static double LaterLessEarlier(TrainingResult result)
    {
        var half = result.Layers.Length / 2;
        static double Share(IEnumerable<FeatureStatistics> layers)
        {
            double[] scales = [.. layers.SelectMany(layer => layer.Scale)];
            return (double)scales.Count(scale => Math.Abs(scale) < Threshold) / scales.Length;
        }

        return half == 0 ? double.NaN : Share(result.Layers.TakeLast(half)) - Share(result.Layers.Take(half));
    }

    private static double MeanOfActive(TrainingResult result, string layer, Func<FeatureStatistics, int, double> measure)
    {
        if (result.Layers.FirstOrDefault(known => known.Name == layer) is not { } of)
            return double.NaN;
        return Enumerable.Range(0, of.Scale.Length).Where(feature => Math.Abs(of.Scale[feature]) >= Threshold).Select(feature => measure(of, feature)).DefaultIfEmpty(double.NaN).Average();
    }

    private static ImmutableArray<double> Selectivities(IEnumerable<FeatureFate> features, bool dies) => [.. features.Where(feature => feature.Dies == dies).Select(feature => feature.Selectivity)];
}
