using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Later layers are sparser than early ones.</summary>
internal static class H12
{
    public static TrainingHypothesis Hypothesis { get; } = new("H12", "Later layers are sparser than early ones", "Table 5, Section 3")
    {
        Effect = "Share of inactive features: of the last half of the layers less of the first half; a middle one counts in neither.",
        Published =
        [
            PaperTables.Of(
                "table5", "Table 5: ResNet-50 on ImageNet, Adam, L2 1e-4: inactive by γ, %",
                ("batch_size", "mini-batch"), ("conv1_sparsity_gamma_pct", "conv1"), ("res2_sparsity_gamma_pct", "res2"),
                ("res3_sparsity_gamma_pct", "res3"), ("res4_sparsity_gamma_pct", "res4"), ("res5_sparsity_gamma_pct", "res5")),
        ],
        Measured = $"ResNet-50, mini-batch 32: res2 {PaperTables.Number("table5", "res2_sparsity_gamma_pct", "32")} %, "
            + $"res5 {PaperTables.Number("table5", "res5_sparsity_gamma_pct", "32")} %",
        Form = ContrastForm.Setting,
        Measures = _ =>
        [
            TestedMeasure.Above(TestedMeasure.ByScale, LaterLessEarlierSparsity.ByScale),
            TestedMeasure.Above(TestedMeasure.ByActivation, LaterLessEarlierSparsity.ByActivation),
        ],
    };
}
