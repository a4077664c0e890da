namespace OptimizerDynamics.Experiments;

/// <summary>A smaller network gives less sparsity.</summary>
internal static class H5
{
    public static TrainingHypothesis Hypothesis { get; } = new("H5", "A smaller network gives less sparsity", "Section 1")
    {
        Effect = "Share of inactive features: of the wider network less of the narrower one.",
        Measures = _ => TestedMeasure.SparsityDifferences,
    };
}
