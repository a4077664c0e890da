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
    long First, long Last, ImmutableArray<ImmutableArray<double>> Scale, ImmutableArray<ImmutableArray<double>> Filter);
