namespace OptimizerDynamics.Networks;

/// <summary>How well something of a feature early in a training tells, within its layer, whether its γ dies (H8).</summary>
/// <remarks>What counts are features that fire at 2 % of the training and whose γ has not left its starting neighbourhood by then, within a
/// factor of 2 of 1: of three decades to death, a tenth. A feature whose γ has shrunk already says nothing of what made it
/// shrink.</remarks>
public static class DeathPrediction
{
    private const double Neighbourhood = 2;

    /// <summary>The area under the curve of selectivity, less ½: the chance that of a feature that dies and one of its layer that lives the
    /// former is the more selective one, ties counted half, less that of no relation; layers weighted by their pairs. In [−½, ½]; NaN where
    /// no layer has both kinds, or features were not surveyed.</summary>
    public static Measure BySelectivity { get; } = new(
        "selectivityPredictsDeath", "AUC less ½", MeasureUnit.Number,
        "area under the curve with which selectivity at 2 % of the training predicts death by γ within layers, of the features that fire "
            + "then "
        + "and whose γ lies in [½, 2], less ½",
        result => AreaUnderCurve(result) - 0.5)
    { FeatureColumn = null, IsInTrials = false };

    private static double AreaUnderCurve(TrainingResult result)
    {
        if (result.SurveyNear(SurveyPoint.Early) is not { } survey || !result.HasScale)
            return double.NaN;
        var (won, pairs) = (0.0, 0L);
        for (var layer = 0; layer < result.Layers.Length; layer++)
        {
            var (scale, selectivity) = (survey.Scale[layer], survey.Selectivity[layer]);
            int[] counted =
            [
                .. Enumerable.Range(0, scale.Length).Where(feature =>
                    survey.Firing[layer][feature] > 0 && Math.Abs(scale[feature]) is >= 1 / Neighbourhood and <= Neighbourhood),
            ];
            bool Dies(int feature) => Math.Abs(result.Layers[layer].Scale[feature]) < FeatureStatistics.ScaleThreshold;
            double[] living = [.. counted.Where(feature => !Dies(feature)).Select(feature => selectivity[feature])];
            foreach (var dying in counted.Where(Dies).Select(feature => selectivity[feature]))
            {
                won += living.Sum(alive => dying > alive ? 1 : dying.Equals(alive) ? 0.5 : 0);
                pairs += living.Length;
            }
        }

        return won / pairs;
    }
}
