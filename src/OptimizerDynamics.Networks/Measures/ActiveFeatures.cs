namespace OptimizerDynamics.Networks;

/// <summary>
/// What the features of a layer are like that are active at the end, by γ and by activation (H9); NaN for layers without γ.
/// </summary>
public static class ActiveFeatures
{
    /// <summary>Their mean selectivity at the end; NaN where there are none.</summary>
    /// <remarks>A feature that never fires, whose selectivity counts as 1, is none of them: it is dead, not selective.</remarks>
    /// <param name="layer">The layer's name.</param>
    public static Measure Selectivity(string layer) => new(
        $"activeSelectivity{layer}", $"selectivity in {layer}", MeasureUnit.Share, $"mean selectivity of the active features of {layer}",
        result => Mean(result, layer, (of, feature) => of.Selectivity[feature]));

    /// <summary>The share of them whose β is below 0; NaN where there are none.</summary>
    /// <param name="layer">The layer's name.</param>
    public static Measure NegativeShift(string layer) => new(
        $"negativeShift{layer}", $"β < 0 in {layer}", MeasureUnit.Share, $"share of the active features of {layer} with β < 0",
        result => Mean(result, layer, (of, feature) => of.Shift[feature] < 0 ? 1 : 0));

    private static double Mean(TrainingResult result, string layer, Func<FeatureStatistics, int, double> measure)
    {
        if (result.Layers.FirstOrDefault(known => known.Name == layer) is not { HasScale: true } of)
            return double.NaN;
        return Enumerable.Range(0, of.Features).Where(feature =>
                Math.Abs(of.Scale[feature]) >= FeatureStatistics.ScaleThreshold
                && of.LargestActivation[feature] >= FeatureStatistics.ActivationThreshold)
            .Select(feature => measure(of, feature)).DefaultIfEmpty(double.NaN).Average();
    }
}
