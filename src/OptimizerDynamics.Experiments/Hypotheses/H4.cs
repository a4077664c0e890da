namespace OptimizerDynamics.Experiments;

/// <summary>Smaller mini-batches, at the same number of iterations, give more sparsity.</summary>
internal static class H4
{
    public static TrainingHypothesis Hypothesis { get; } = new(
        "H4", "Smaller mini-batches, at the same number of iterations, give more sparsity", "Tables 3 to 7")
    {
        Effect = "Share of inactive features: with the smaller mini-batch less with the larger one.",
        Published =
        [
            PaperTables.Of(
                "table6", "Table 6: BasicNet, Adam, L2 1e-4",
                ("dataset", "data"), ("batch_size", "mini-batch"), ("train_loss", "training loss"),
                ("sparsity_gamma_pct", "inactive by γ, %")),
            PaperTables.Of(
                "table7", "Table 7: BasicNet on Tiny-ImageNet",
                ("batch_size", "mini-batch"), ("train_loss", "training loss"), ("sparsity_gamma_pct", "inactive by γ, %")),
        ],
        Measured = $"CIFAR-100: {OfMiniBatch("20")} % with mini-batches of 20, {OfMiniBatch("160")} % with 160",
        Measures = _ => TestedMeasure.SparsityDifferences,
    };

    private static string OfMiniBatch(string size) => PaperTables.Number("table6", "sparsity_gamma_pct", "CIFAR100", size);
}
