namespace OptimizerDynamics.Experiments;

/// <summary>An easier task (clean background) gives more sparsity than a harder one (cluttered).</summary>
internal static class H6
{
    public static TrainingHypothesis Hypothesis { get; } = new(
        "H6", "An easier task (clean background) gives more sparsity than a harder one (cluttered)", "Section 3")
    {
        Effect = "Share of inactive features: on clean images less on cluttered ones.",
        Published =
        [
            PaperTables.Of(
                "task-difficulty", "Section 3: BasicNet, mini-batch 40",
                ("background", "background"), ("sparsity_gamma_pct", "inactive by γ, %")),
        ],
        Measured = $"clean {PaperTables.Number("task-difficulty", "sparsity_gamma_pct", "clean")} %, "
            + $"cluttered {PaperTables.Number("task-difficulty", "sparsity_gamma_pct", "cluttered")} %",
        Measures = _ => TestedMeasure.SparsityDifferences,
    };
}
