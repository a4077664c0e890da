namespace OptimizerDynamics.Networks;

/// <summary>What a feature was like before it died, or lived on.</summary>
/// <param name="Layer">The index of its layer.</param>
/// <param name="Selectivity">At a quarter of the training: the share of images in which it stays below a thousandth of its largest
/// activation.</param>
/// <param name="Dies">Whether its |γ| is below 1e-3 at the end.</param>
public readonly record struct FeatureFate(int Layer, double Selectivity, bool Dies);

/// <summary>The features of a network one by one: which die, and what they were like.</summary>
public static class FeatureFates
{
    /// <summary>The features that were active at a quarter of the training, by γ and by activation; none where their selectivity was not
    /// measured, or features have no γ.</summary>
    /// <remarks>A feature that never fires has selectivity 1, one that fires has less. The former were left in when the studies were first
    /// looked at: with SGD nearly all that die had fallen silent by then, and a feature that is dead already says nothing of what kills
    /// it.</remarks>
    /// <param name="result">A training's result.</param>
    public static IEnumerable<FeatureFate> Of(TrainingResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Curve.FirstOrDefault(point => !point.Selectivity.IsEmpty) is not { } early || !result.HasScale)
            yield break;
        for (var layer = 0; layer < result.Layers.Length; layer++)
        {
            for (var feature = 0; feature < result.Layers[layer].Features; feature++)
            {
                if (Math.Abs(early.Scale[layer][feature]) >= FeatureStatistics.ScaleThreshold && early.Selectivity[layer][feature] < 1)
                {
                    var dies = Math.Abs(result.Layers[layer].Scale[feature]) < FeatureStatistics.ScaleThreshold;
                    yield return new FeatureFate(layer, early.Selectivity[layer][feature], dies);
                }
            }
        }
    }
}
