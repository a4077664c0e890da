using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>The pruning criteria that come with the library.</summary>
public static class PruningCriteria
{
    /// <summary>By the largest activation on the training set: below a threshold, 1e-12 unless given.</summary>
    public static PruningCriterion Activation { get; } = new InactiveByActivation();

    /// <summary>By |γ|: below a threshold, 1e-3 unless given.</summary>
    public static PruningCriterion Scale { get; } = new InactiveByScale();

    /// <summary>A share of the network's features: the smallest |γ| (Network Slimming).</summary>
    public static PruningCriterion SmallestScale { get; } = new SmallestScale();

    /// <summary>A share of each layer's features: the smallest L1 norms of filters (Li et al. 2017).</summary>
    public static PruningCriterion FilterNorm { get; } = new SmallestFilterNorm();

    /// <summary>A share of the network's features, drawn by the training's seed.</summary>
    public static PruningCriterion Random { get; } = new RandomFeatures();

    /// <summary>A share of the network's features: the most selective ones on the training set.</summary>
    public static PruningCriterion MostSelective { get; } = new BySelectivity(takesMost: true);

    /// <summary>A share of the network's features: the least selective ones on the training set.</summary>
    public static PruningCriterion LeastSelective { get; } = new BySelectivity(takesMost: false);

    /// <summary>All criteria that come with the library.</summary>
    public static ImmutableArray<PruningCriterion> All { get; } =
        [Activation, Scale, SmallestScale, FilterNorm, Random, MostSelective, LeastSelective];
}
