using MathNet.Numerics.Statistics;

namespace OptimizerDynamics.Networks;

/// <summary>What goes with a hard pull of decay: Spearman's ρ, within layers, between the effective decay rate of γ and something else of a
/// feature.</summary>
public static class RateCorrelation
{
    private const int Fewest = 3;

    /// <summary>Whether decay pulls harder at more selective features: ρ with selectivity at a fiftieth of the training, before γ has moved
    /// much (H14); in [−1, 1].</summary>
    public static Measure WithSelectivity { get; } = new(
        "selectivityAndRate", "ρ of selectivity and decay", MeasureUnit.Number,
        "Spearman's ρ, within layers, between a feature's selectivity and the effective decay rate of its γ at 2 % of the training",
        result => Of(PulledFeatures.Of(result, SurveyPoint.Early), feature => feature.Rate, feature => feature.Selectivity))
    { FeatureColumn = null, IsInTrials = false };

    /// <summary>ρ between two values of the features of one network.</summary>
    /// <remarks>The mean over the layers, weighted by their features. A layer counts where it has at least three features, and neither
    /// value is one number for all of them.</remarks>
    /// <param name="features">The features.</param>
    /// <param name="pullOf">The first value of each, such as the rate.</param>
    /// <param name="valueOf">The second.</param>
    /// <returns>ρ, in [−1, 1]; NaN where no layer counts.</returns>
    public static double Of(
        IEnumerable<PulledFeature> features, Func<PulledFeature, double> pullOf, Func<PulledFeature, double> valueOf)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(pullOf);
        ArgumentNullException.ThrowIfNull(valueOf);
        var (sum, count) = (0.0, 0);
        foreach (var layer in features.GroupBy(feature => feature.Layer))
        {
            double[] values = [.. layer.Select(valueOf)], pulls = [.. layer.Select(pullOf)];
            if (pulls.Length < Fewest || Correlation.Spearman(values, pulls) is not (>= -1.1 and <= 1.1 and var rho))
                continue;
            (sum, count) = (sum + rho * pulls.Length, count + pulls.Length);
        }

        return sum / count;
    }
}
