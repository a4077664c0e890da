using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Sparsity that L2 in Adam makes unasked costs less than what L1 on γ makes on purpose.</summary>
internal static class H16
{
    public static TrainingHypothesis Hypothesis { get; } = new(
        "H16", "Pruned to half of its MACs and fine-tuned, a network trained with L2 in Adam errs less than one trained with L1 on γ",
        "ours, from Table 4")
    {
        Effect = "Test error at half of the MACs, fine-tuned: of the network trained with L1 on γ less of the one trained with L2 on "
            + "everything in Adam. Both are pruned by the smallest |γ| of the network, and errors between two amounts lie on a straight "
            + "line.",
        Measures = _ => [TestedMeasure.Difference("", FrontMeasures.ErrorAtHalf)],
    };
}
