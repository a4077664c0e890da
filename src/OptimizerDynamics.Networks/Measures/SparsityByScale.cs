using System.Globalization;

namespace OptimizerDynamics.Networks;

/// <summary>The share of features with |γ| below a threshold.</summary>
/// <remarks>γ is the scale of the feature's normalization. Features of a layer without normalization count with γ = 1
/// (<see cref="FeatureLayer"/>): they stay in the denominator and are never inactive by γ, so that only sparsity by activation tells of
/// them. Where no layer has a normalization it is NaN.</remarks>
public static class SparsityByScale
{
    /// <summary>At the paper's threshold, 1e-3.</summary>
    public static Measure Paper { get; } =
        At(FeatureStatistics.ScaleThreshold, "inactiveByScale", "inactive by γ") with { FeatureColumn = 10, HasRange = true };

    /// <summary>At its looser one, 1e-2.</summary>
    public static Measure Looser { get; } = At(1e-2, "inactiveByScale1e-2", "at 1e-2") with { FeatureColumn = 20 };

    /// <summary>At any threshold.</summary>
    /// <param name="threshold">The threshold, above 0.</param>
    /// <param name="name">The measure's name; one with the threshold where null.</param>
    /// <param name="label">Its label; one with the threshold where null.</param>
    public static Measure At(double threshold, string? name = null, string? label = null)
    {
        var text = threshold.ToString("0.##e-0", CultureInfo.InvariantCulture);
        return new Measure(
            name ?? $"inactiveByScale{text}", label ?? $"|γ| < {text}", MeasureUnit.Share, $"share of features with |γ| < {text}",
            result => result.SparsityByScale(threshold));
    }
}
