using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>A smaller network gives less sparsity.</summary>
internal static class H5
{
    public static TrainingHypothesis Hypothesis { get; } = new("H5", "A smaller network gives less sparsity", "Section 1")
    {
        Effect = "Share of inactive features by γ: of the wider network minus of the narrower one.",
        Contrasts = _ =>
            [new Contrast.Along { Parameter = TrainingParameters.Width, IsLargerMore = true, Measure = SparsityByScale.Paper }],
    };
}
