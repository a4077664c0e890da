namespace OptimizerDynamics.Networks;

/// <summary>A feature on its way, and how hard decay pulled at it then.</summary>
/// <param name="Layer">The index of its layer.</param>
/// <param name="Firing">The share of training images that fire it, somewhere on its plane.</param>
/// <param name="Positions">The share of positions, over images and plane, that γ and β predict it to fire at, Φ(β/|γ|)
/// (<see cref="SurveyPoint.PredictedFiring"/>).</param>
/// <param name="Selectivity">The share of training images in which it stays below a thousandth of its largest activation.</param>
/// <param name="Rate">The effective decay rate of its γ, a step (<see cref="DecayWindow"/>).</param>
/// <param name="Share">Decay's share of the updates of its γ, in [0, 1] (<see cref="DecayWindow.Share"/>); NaN where it was not
/// measured.</param>
/// <param name="Dies">Whether its |γ| is below 1e-3 at the end.</param>
public readonly record struct PulledFeature(
    int Layer, double Firing, double Positions, double Selectivity, double Rate, double Share, bool Dies);

/// <summary>The features of a network one by one: how often they fire, and how hard decay pulls at their γ.</summary>
public static class PulledFeatures
{
    /// <summary>The features at a survey on the way, with the rates of the window in which it lies.</summary>
    /// <param name="result">A training's result.</param>
    /// <param name="part">The part of the training after which they were surveyed, in (0, 1): the survey nearest to it counts.</param>
    /// <returns>The features whose rate is a number; none where decay was not taken apart, or features were not surveyed.</returns>
    public static IEnumerable<PulledFeature> Of(TrainingResult result, double part)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.SurveyNear(part) is not { } survey
            || result.DecayRates.FirstOrDefault(window => window.Last >= survey.Iteration) is not { } window)
        {
            return [];
        }

        var positions = survey.PredictedFiring;
        return from layer in Enumerable.Range(0, result.Layers.Length)
               from feature in Enumerable.Range(0, window.Scale[layer].Length)
               let rate = window.Scale[layer][feature]
               where double.IsFinite(rate)
               let dies = Math.Abs(result.Layers[layer].Scale[feature]) < FeatureStatistics.ScaleThreshold
               select new PulledFeature(
                   layer, survey.Firing[layer][feature], positions[layer][feature], survey.Selectivity[layer][feature], rate,
                   window.Share.IsEmpty ? double.NaN : window.Share[layer][feature], dies);
    }
}
