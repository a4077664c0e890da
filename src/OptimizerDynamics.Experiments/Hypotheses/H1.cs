namespace OptimizerDynamics.Experiments;

/// <summary>Without regularization no filter sparsity emerges.</summary>
internal static class H1
{
    private const double Most = 0.03;

    public static TrainingHypothesis Hypothesis { get; } = new("H1", "Without regularization no filter sparsity emerges", "Table 1")
    {
        Effect = "3.0 %, the most that the paper itself saw, less the share of inactive features.",
        Margin = "3 %: the most that the paper itself saw without regularization (Table 1, Adam, CIFAR-10, by activation)",
        Published = [PaperTables.Regularizers(", without regularization", (_, lambda) => lambda == "0")],
        Measured = $"Adam {PaperTables.InactiveByScale("Adam", "L2", "0")} % by γ and "
            + $"{PaperTables.Number("table1", "cifar10_sparsity_activation_pct", "Adam", "L2", "0")} % by activation, "
            + $"SGD {PaperTables.InactiveByScale("SGD", "L2", "0")} %",
        Form = ContrastForm.Setting,
        Measures = _ => TestedMeasure.OfSparsity((by, measure) => TestedMeasure.Below(by, measure, Most)),
    };
}
