using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>The hypotheses of the paper (Mehta, Kim and Theobalt 2019, "Emergence of Implicit Filter Sparsity in Convolutional Neural
/// Networks"), and what we add to them.</summary>
public static class PaperHypotheses
{
    /// <summary>H1 to H13, which are the paper's, and ours from H14 on, in the order of their numbers.</summary>
    public static ImmutableArray<Hypothesis> All { get; } =
    [
        H1.Hypothesis, H2.Hypothesis, H3.Hypothesis, H4.Hypothesis, H5.Hypothesis, H6.Hypothesis, H7.Hypothesis, H8.Hypothesis,
        H9.Hypothesis, H10.Hypothesis, H11.Hypothesis, H12.Hypothesis, H13.Hypothesis, H14.Hypothesis, H15.Hypothesis,
        H16.Hypothesis, H17.Hypothesis,
    ];
}
