using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Stranger.Tests;

/// <summary>A hypothesis: regularization gives fewer negative shifts.</summary>
public static class S1
{
    /// <summary>The hypothesis.</summary>
    public static TrainingHypothesis Hypothesis { get; } = new("S1", "L2 leaves more shifts negative", "nowhere")
    {
        Effect = "Share of features with β < 0: with L2 less without.",
        Published = [new PublishedTable("Table 0: shifts", ["regularization", "β < 0, %"], [["L2", "42"], ["none", "40"]])],
        Measures = _ => [TestedMeasure.Difference("", NegativeShift.Measure)],
    };
}
