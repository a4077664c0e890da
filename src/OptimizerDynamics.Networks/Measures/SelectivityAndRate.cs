using MathNet.Numerics.Statistics;

namespace OptimizerDynamics.Networks;

/// <summary>Whether decay pulls harder at more selective features: Spearman's ρ between selectivity and the effective decay rate of γ,
/// within layers, at a fiftieth of the training, before γ has moved much (H14).</summary>
public static class SelectivityAndRate
{
    private const double Part = 0.02;
    private const int Fewest = 3;

    /// <summary>The measure, in [−1, 1]: the mean over the layers, weighted by their features. A layer counts where at least three of its
    /// features have a rate, and neither all rates nor all selectivities are one number; NaN where none does.</summary>
    public static Measure Measure { get; } = new(
        "selectivityAndRate", "ρ of selectivity and decay", MeasureUnit.Number,
        "Spearman's ρ, within layers, between a feature's selectivity and the effective decay rate of its γ at 2 % of the training", Of)
    { FeatureColumn = null, IsInTrials = false };

    private static double Of(TrainingResult result)
    {
        var (sum, features) = (0.0, 0);
        foreach (var layer in PulledFeatures.Of(result, Part).GroupBy(feature => feature.Layer))
        {
            double[] selectivities = [.. layer.Select(feature => feature.Selectivity)], rates = [.. layer.Select(feature => feature.Rate)];
            if (rates.Length < Fewest || Correlation.Spearman(selectivities, rates) is not (>= -1.1 and <= 1.1 and var rho))
                continue;
            (sum, features) = (sum + rho * rates.Length, features + rates.Length);
        }

        return sum / features;
    }
}
