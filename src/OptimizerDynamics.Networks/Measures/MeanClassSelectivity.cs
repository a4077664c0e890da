namespace OptimizerDynamics.Networks;

/// <summary>The mean class selectivity of all features at the end (<see cref="FeatureStatistics.ClassSelectivity"/>).</summary>
public static class MeanClassSelectivity
{
    /// <summary>The measure.</summary>
    public static Measure Measure { get; } = new(
        "classSelectivity", "class selectivity", MeasureUnit.Share, "mean class selectivity of the features at the end",
        result => result.Layers.SelectMany(layer => layer.ClassSelectivity).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average())
    { FeatureColumn = null };
}
