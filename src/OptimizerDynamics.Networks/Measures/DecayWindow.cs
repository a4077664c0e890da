using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>How hard regularization pulled at each feature during some iterations of a training: its effective decay rate.</summary>
/// <remarks>
/// −Σ Δ·θ / Σ θ² over the window's steps (and, for a filter, over its weights), where Δ is the decay's part of the change of θ: the
/// fraction of θ that decay takes in a step. NaN where θ was 0 all the time.
/// </remarks>
/// <param name="First">The first iteration of the window, from 1.</param>
/// <param name="Last">Its last iteration.</param>
/// <param name="Scale">The rate of γ of each feature, layer by layer, a step; a layer without normalization is empty.</param>
/// <param name="Filter">The rate of the weights of each feature's filter, layer by layer, a step.</param>
public sealed record DecayWindow(
    long First, long Last, ImmutableArray<ImmutableArray<double>> Scale, ImmutableArray<ImmutableArray<double>> Filter)
{
    /// <summary>Decay's share of the updates of γ of each feature, layer by layer: Σ|u|/(Σ|u| + Σ|v|) over the window's steps, in [0, 1],
    /// where u is the decay's part of a change and v the loss's; NaN where γ never changed. Empty where it was not
    /// measured, and in results of windows without a survey, where nothing is there to compare it with.</summary>
    public ImmutableArray<ImmutableArray<double>> Share { get; init; } = [];

    /// <summary>Whether a survey lies in the window.</summary>
    /// <param name="survey">The survey.</param>
    public bool Covers(SurveyPoint survey) => survey?.Iteration >= First && survey.Iteration <= Last;
}
