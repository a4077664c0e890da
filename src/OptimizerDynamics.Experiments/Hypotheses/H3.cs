namespace OptimizerDynamics.Experiments;

/// <summary>With Adam, L2 gives more sparsity than weight decay of the same λ.</summary>
internal static class H3
{
    public static TrainingHypothesis Hypothesis { get; } = new(
        "H3", "With Adam, L2 gives more sparsity than weight decay of the same λ", "Table 1")
    {
        Effect = "Share of inactive features: with L2 less with weight decay of the same λ.",
        Published = [PaperTables.Regularizers("", (optimizer, lambda) => optimizer == "Adam" && lambda != "0")],
        Measured = $"1e-4: L2 {PaperTables.InactiveByScale("Adam", "L2", "1e-4")} %, "
            + $"WD {PaperTables.InactiveByScale("Adam", "WD", "1e-4")} %",
        Measures = _ => TestedMeasure.SparsityDifferences,
    };
}
