namespace OptimizerDynamics.Experiments;

/// <summary>What takes filters away is decay of the normalization's γ and β.</summary>
internal static class H17
{
    public static TrainingHypothesis Hypothesis { get; } = new(
        "H17", "Decay that spares BatchNorm's γ and β leaves filters alive that it takes otherwise", "ours, from Section 3")
    {
        Effect = "Share of inactive features: with decay that acts on γ less with decay of the weights alone.",
        Measures = _ => TestedMeasure.SparsityDifferences,
    };
}
