using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>The features of a network on its way, measured over the training set: at 1, 2, 5, 10 and 25 % of the training.</summary>
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
    ImmutableArray<ImmutableArray<double>> Shift);
