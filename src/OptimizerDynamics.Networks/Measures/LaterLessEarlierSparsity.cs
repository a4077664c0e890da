namespace OptimizerDynamics.Networks;

/// <summary>The share of inactive features in the last layers less that in as many first ones: half of the layers each, the middle one left
/// out (H12).</summary>
public static class LaterLessEarlierSparsity
{
    /// <summary>The measure; NaN for a network of one layer, or without γ.</summary>
    public static Measure Measure { get; } = new(
        "laterLessEarlier", "later less earlier", MeasureUnit.Share,
        "share of features with |γ| < 1e-3 in the last layers less that in the first", Of)
    { FeatureColumn = null, IsInTrials = false };

    private static double Of(TrainingResult result)
    {
        var half = result.Layers.Length / 2;
        static double Share(IEnumerable<FeatureStatistics> layers)
        {
            var (inactive, all) = (0, 0);
            foreach (var layer in layers)
                (inactive, all) = (inactive + layer.InactiveByScale(), all + layer.Features);
            return (double)inactive / all;
        }

        return half == 0 || !result.HasScale ? double.NaN : Share(result.Layers.TakeLast(half)) - Share(result.Layers.Take(half));
    }
}
