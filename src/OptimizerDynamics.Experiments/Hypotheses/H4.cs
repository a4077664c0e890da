using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Smaller mini-batches, at the same number of iterations, give more sparsity.</summary>
internal static class H4
{
    public static TrainingHypothesis Hypothesis { get; } = new(
        "H4", "Smaller mini-batches, at the same number of iterations, give more sparsity", "Tables 3 to 7")
    {
        Effect = "Share of inactive features by γ: with the smaller mini-batch less with the larger one.",
        Contrasts = _ =>
        [
            new Contrast.Along
            {
                Parameter = TrainingParameters.BatchSize,
                IsLargerMore = false,
                Measure = SparsityByScale.Paper,
            },
        ],
    };
}
