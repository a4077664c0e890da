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
        return half == 0 || !result.HasScale
            ? double.NaN
            : FeatureStatistics.InactiveShareByScale(result.Layers[^half..])
                - FeatureStatistics.InactiveShareByScale(result.Layers[..half]);
    }
}
