using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>The features of a network on its way, measured over the training set: at 1, 2, 5, 10 and 25 % of the training.</summary>
/// <remarks>The last is that of the curve's first point at or behind a quarter of the training, the others are of the first iteration at or
/// behind their share.</remarks>
/// <param name="Iteration">The number of steps taken.</param>
/// <param name="Firing">The fraction of images that fire each feature, somewhere on its plane, layer by layer: whose largest absolute
/// activation is at least 1e-12.</param>
/// <param name="Selectivity">The selectivity of each feature (<see cref="FeatureStatistics.Selectivity"/>).</param>
/// <param name="Scale">γ of each feature.</param>
/// <param name="Shift">β of each feature.</param>
public sealed record SurveyPoint(
    long Iteration,
    ImmutableArray<ImmutableArray<double>> Firing,
    ImmutableArray<ImmutableArray<double>> Selectivity,
    ImmutableArray<ImmutableArray<double>> Scale,
    ImmutableArray<ImmutableArray<double>> Shift)
{
    /// <summary>The part of a training, 2 %, at which hypotheses look at features: before γ has moved much.</summary>
    public const double Early = 0.02;

    /// <summary>The share of positions, over images and plane, that γ and β predict each feature to fire at, layer by layer: Φ(β/|γ|).
    /// </summary>
    /// <remarks>What a normalization gives on is β + γ·z with a z of mean 0 and variance 1 over images and positions. Where z is normal,
    /// the activation behind it is positive in Φ(β/|γ|) of all positions. At γ = 0 the plane is β throughout: 1 for a β above 0, else 0. It
    /// says nothing of a layer without normalization, whose γ counts as 1.</remarks>
    public ImmutableArray<ImmutableArray<double>> PredictedFiring =>
        [.. Scale.Zip(Shift, (scales, shifts) => scales.Zip(shifts, Predicted).ToImmutableArray())];

    private static double Predicted(double scale, double shift) =>
        scale != 0 ? NormalProbability.Below(shift / Math.Abs(scale)) : shift > 0 ? 1 : 0;
}
