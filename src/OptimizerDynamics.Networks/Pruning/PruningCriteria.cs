using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>The pruning criteria that come with the library.</summary>
public static class PruningCriteria
{
    /// <summary>By the largest activation on the training set: below 1e-12.</summary>
    public static PruningCriterion Activation { get; } = new InactiveByActivation();

    /// <summary>By |γ|: below 1e-3.</summary>
    public static PruningCriterion Scale { get; } = new InactiveByScale();

    /// <summary>All criteria that come with the library.</summary>
    public static ImmutableArray<PruningCriterion> All { get; } = [Activation, Scale];
}
