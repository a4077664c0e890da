using System.Globalization;

namespace OptimizerDynamics.Networks;

/// <summary>The share of features whose activation stays below a threshold over the entire training set.</summary>
public static class SparsityByActivation
{
    /// <summary>At the paper's threshold, 1e-12.</summary>
    public static Measure Paper { get; } =
        At(FeatureStatistics.ActivationThreshold, "inactiveByActivation", "by activation") with { FeatureColumn = 30, HasRange = true };

    /// <summary>At its looser one, 1e-4.</summary>
    public static Measure Looser { get; } = At(1e-4, "inactiveByActivation1e-4", "at 1e-4") with { FeatureColumn = 40 };

    /// <summary>At any threshold.</summary>
    /// <param name="threshold">The threshold, above 0.</param>
    /// <param name="name">The measure's name; one with the threshold where null.</param>
    /// <param name="label">Its label; one with the threshold where null.</param>
    public static Measure At(double threshold, string? name = null, string? label = null)
    {
        var text = threshold.ToString("0.##e-0", CultureInfo.InvariantCulture);
        return new Measure(
            name ?? $"inactiveByActivation{text}", label ?? $"activation < {text}", MeasureUnit.Share,
            $"share of features whose activation stays below {text}",
            result => result.SparsityByActivation(threshold));
    }
}
