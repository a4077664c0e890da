namespace OptimizerDynamics.Experiments;

/// <summary>Adaptive methods give more sparsity than SGD with momentum at moderate regularization.</summary>
internal static class H2
{
    public static TrainingHypothesis Hypothesis { get; } = new(
        "H2", "Adaptive methods give more sparsity than SGD with momentum at moderate regularization", "Table 1")
    {
        Effect = "What regularization adds to the share of inactive features: with the adaptive optimizer less with SGD.",
        Published = [PaperTables.Regularizers("", (_, lambda) => lambda != "0")],
        Measured = $"L2 1e-4: Adam {PaperTables.InactiveByScale("Adam", "L2", "1e-4")} %, "
            + $"SGD {PaperTables.InactiveByScale("SGD", "L2", "1e-4")} %",
        Form = ContrastForm.PairOverBaselines,
        Measures = _ => TestedMeasure.OfSparsity(TestedMeasure.DifferenceOverBaselines),
    };
}
