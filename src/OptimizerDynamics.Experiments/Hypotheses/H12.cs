using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Later layers are sparser than early ones.</summary>
internal static class H12
{
    public static TrainingHypothesis Hypothesis { get; } = new("H12", "Later layers are sparser than early ones", "Table 5, Section 3")
    {
        Effect = "Share of inactive features by γ: of the last layers less of the first ones, three each of seven.",
        Contrasts = _ => [new Contrast.AgainstMargin { Where = H10.LosesFeatures, Measures = [("", LaterLessEarlierSparsity.Measure)] }],
    };
}
