using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Leaky ReLU does not prevent sparsity.</summary>
internal static class H7
{
    public static TrainingHypothesis Hypothesis { get; } = new("H7", "Leaky ReLU does not prevent sparsity", "Table 2")
    {
        Effect =
            "Share of inactive features by γ: with the leaky ReLU less half of that with ReLU. By γ alone, as in Table 2: behind a leak "
                + "hardly any "
            + "activation is below 1e-12.",
        Margin = "half of ReLU's sparsity: a leak that leaves less prevents most of it; the paper names no margin",
        Published =
        [
            PaperTables.Of(
                "table2", "Table 2: BasicNet on CIFAR-100, Adam, L2 1e-4",
                ("negative_slope", "negative slope"), ("sparsity_gamma_pct", "inactive by γ, %"), ("val_error_pct", "test error, %")),
        ],
        Measured = $"{PaperTables.Number("table2", "sparsity_gamma_pct", "0.10")} % with a slope of 0.1, "
            + $"{PaperTables.Number("table2", "sparsity_gamma_pct", "0.00")} % with ReLU",
        Measures = _ => [TestedMeasure.Difference(TestedMeasure.ByScale, SparsityByScale.Paper, part: 0.5)],
    };
}
