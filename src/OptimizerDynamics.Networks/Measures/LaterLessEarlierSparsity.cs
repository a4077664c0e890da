using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>The share of inactive features in the last layers less that in as many first ones: half of the layers each, the middle one left
/// out (H12).</summary>
public static class LaterLessEarlierSparsity
{
    /// <summary>By γ; NaN for a network of one layer, or without γ.</summary>
    public static Measure ByScale { get; } = Of(
        "laterLessEarlier", "share of features with |γ| < 1e-3",
        layers => layers.Any(layer => layer.HasScale) ? FeatureStatistics.InactiveShareByScale(layers) : double.NaN);

    /// <summary>By activation; NaN for a network of one layer.</summary>
    public static Measure ByActivation { get; } = Of(
        "laterLessEarlierByActivation", "share of features whose activation stays below 1e-12",
        layers => (double)layers.Sum(layer => layer.InactiveByActivation(FeatureStatistics.ActivationThreshold))
            / layers.Sum(layer => layer.Features));

    private static Measure Of(string name, string share, Func<ImmutableArray<FeatureStatistics>, double> shareOf) => new(
        name, "later less earlier", MeasureUnit.Share, $"{share} in the last layers less that in the first", result =>
        {
            var half = result.Layers.Length / 2;
            return half == 0 ? double.NaN : shareOf(result.Layers[^half..]) - shareOf(result.Layers[..half]);
        })
    { FeatureColumn = null, IsInTrials = false };
}
