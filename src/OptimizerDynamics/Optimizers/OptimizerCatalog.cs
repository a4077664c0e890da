namespace OptimizerDynamics;

/// <summary>
/// The optimizers by name, with their settings: the one table behind settings files, help pages and the tests that try them all. Each entry
/// stands beside its chain, in a file of its own.
/// </summary>
public static class OptimizerCatalog
{
    /// <summary>All of them, in the order of the paper's Table 1, then the newer ones.</summary>
    public static IReadOnlyList<NamedOptimizer> All { get; } =
    [
        Optimizers.NamedSgd,
        Optimizers.NamedAdam,
        Optimizers.NamedAmsGrad,
        Optimizers.NamedAdaMax,
        Optimizers.NamedRmsProp,
        Optimizers.NamedAdagrad,
        Optimizers.NamedAdadelta,
        Optimizers.NamedNAdam,
        Optimizers.NamedRAdam,
        Optimizers.NamedAdaBelief,
        Optimizers.NamedYogi,
        Optimizers.NamedLion,
        Optimizers.NamedAdamW,
    ];

    /// <summary>The optimizer of that name, or null when there is none.</summary>
    /// <param name="name">A name such as <c>adam</c>; case matters.</param>
    public static NamedOptimizer? Find(string name) => All.FirstOrDefault(optimizer => optimizer.Name == name);
}
