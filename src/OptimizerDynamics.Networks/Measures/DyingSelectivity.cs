namespace OptimizerDynamics.Networks;

/// <summary>How much more selective, at a quarter of the training, those features are that die later than the others of their layer
/// (H8).</summary>
public static class DyingSelectivity
{
    /// <summary>The measure: layers weighted by how many features they lose; NaN where no layer has both kinds.</summary>
    public static Measure Measure { get; } = new(
        "dyingSelectivity", "selectivity of the dying", MeasureUnit.Share,
        "mean selectivity, at a quarter of the training, of the features that die less that of the others in their layer", Of)
    { FeatureColumn = null, IsInTrials = false };

    private static double Of(TrainingResult result)
    {
        var layers = FeatureFates.Of(result).GroupBy(feature => feature.Layer)
            .Select(layer => (Dying: Selectivities(layer, dies: true), Living: Selectivities(layer, dies: false)))
            .Where(layer => layer.Dying.Length > 0 && layer.Living.Length > 0).ToList();
        return layers.Count == 0
            ? double.NaN
            : layers.Sum(layer => layer.Dying.Length * (layer.Dying.Average() - layer.Living.Average()))
                / layers.Sum(layer => layer.Dying.Length);
    }

    private static double[] Selectivities(IEnumerable<FeatureFate> features, bool dies) =>
        [.. features.Where(feature => feature.Dies == dies).Select(feature => feature.Selectivity)];
}
