namespace OptimizerDynamics.Networks;

/// <summary>The mean selectivity, at a quarter of the training, of the features that are active then, in whatever layer.</summary>
public static class EarlySelectivity
{
    /// <summary>The measure; NaN where it was not measured, or no feature was active.</summary>
    public static Measure Measure { get; } = new(
        "earlySelectivity", "selectivity early", MeasureUnit.Share, "mean selectivity of the active features at a quarter of the training",
        result => FeatureFates.Of(result).Select(feature => feature.Selectivity).DefaultIfEmpty(double.NaN).Average())
    { FeatureColumn = 50 };
}
