namespace OptimizerDynamics.Networks;

/// <summary>The mean selectivity of all features at the end (<see cref="FeatureStatistics.Selectivity"/>).</summary>
public static class MeanSelectivity
{
    /// <summary>The measure.</summary>
    public static Measure Measure { get; } = new(
        "selectivity", "selectivity", MeasureUnit.Share, "mean selectivity of the features at the end",
        result => result.Layers.SelectMany(layer => layer.Selectivity).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average())
    { FeatureColumn = null };
}
