using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Leaky ReLU does not prevent sparsity.</summary>
internal static class H7
{
    public static TrainingHypothesis Hypothesis { get; } = new("H7", "Leaky ReLU does not prevent sparsity", "Table 2")
    {
        Effect = "Share of inactive features by γ: with the leaky ReLU minus half of that with ReLU.",
        Margin = "half of ReLU's sparsity: a leak that leaves less prevents most of it; the paper names no margin",
        Published =
        [
            PaperTables.Of(
                "table2", "Table 2: BasicNet on CIFAR-100, Adam, L2 1e-4",
                ("negative_slope", "negative slope"), ("sparsity_gamma_pct", "inactive by γ, %"), ("val_error_pct", "test error, %")),
        ],
        Contrasts = _ =>
        [
            new Contrast.Between
            {
                More = trial => trial.NegativeSlope > 0,
                Less = (_, other) => other.NegativeSlope == 0,
                Differing = [TrainingParameters.NegativeSlope],
                Measure = SparsityByScale.Paper,
                Part = 0.5,
                Against = "against half of ReLU's",
            },
        ],
    };
}
