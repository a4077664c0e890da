using System.Collections.Immutable;

namespace OptimizerDynamics.Reports;

/// <summary>A statement of the paper that a study can support or contradict.</summary>
/// <param name="Id">Its name, H1 to H13.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Source">Where the paper says so.</param>
public sealed record Hypothesis(string Id, string Statement, string Source)
{
    /// <summary>All of them, in their order.</summary>
    public static ImmutableArray<Hypothesis> All { get; } =
    [
        new("H1", "Without regularization no filter sparsity emerges", "Table 1"),
        new("H2", "Adaptive methods give more sparsity than SGD with momentum at moderate regularization", "Table 1"),
        new("H3", "With Adam, L2 gives more sparsity than weight decay of the same λ", "Table 1"),
        new("H4", "Smaller mini-batches, at the same number of iterations, give more sparsity", "Tables 3 to 7"),
        new("H5", "A smaller network gives less sparsity", "Section 1"),
        new("H6", "An easier task (clean background) gives more sparsity than a harder one (cluttered)", "Section 3"),
        new("H7", "Leaky ReLU does not prevent sparsity", "Table 2"),
        new("H8", "Selective features are the ones that are pruned", "Section 3"),
        new("H9", "Adam learns more selective features than SGD", "Figure 2"),
        new("H10", "Removing the inactive features leaves the test error unchanged", "Tables 3 and 4"),
        new("H11", "While the gradient is silent, L2 in adaptive updates outpaces weight decay, and L2 in SGD, even for smaller λ", "Section 3"),
        new("H12", "Later layers are sparser than early ones", "Table 5, Section 3"),
        new("H13", "Sparsity levels hold at looser thresholds", "Section 1"),
    ];
}

/// <summary>What a study found of a hypothesis: the verdicts of its comparisons, taken together.</summary>
/// <param name="Id">The hypothesis.</param>
/// <param name="Comparisons">What was compared, and what the seeds say of each; at least one.</param>
public sealed record Finding(string Id, ImmutableArray<(string What, Verdict Verdict)> Comparisons)
{
    /// <summary>One word: the comparisons' verdict where all agree, "mixed" where some support and some contradict, and that of those that are conclusive where
    /// the others are not.</summary>
    public string Outcome => (Count(VerdictOutcome.Supported), Count(VerdictOutcome.Contradicted)) switch
    {
        (0, 0) => "inconclusive",
        ( > 0, 0) => "supported",
        (0, > 0) => "contradicted",
        _ => "mixed",
    };

    /// <summary>How many comparisons have which verdict.</summary>
    public string Summary =>
        $"of {Comparisons.Length} {(Comparisons.Length == 1 ? "comparison" : "comparisons")} {Counted(VerdictOutcome.Supported, "support it", "supports it")}, {Counted(VerdictOutcome.Contradicted, "contradict it", "contradicts it")}, {Counted(VerdictOutcome.Inconclusive, "are inconclusive", "is inconclusive")}";

    /// <summary>How many comparisons have a verdict.</summary>
    /// <param name="outcome">The verdict.</param>
    public int Count(VerdictOutcome outcome) => Comparisons.Count(comparison => comparison.Verdict.Outcome == outcome);

    private string Counted(VerdictOutcome outcome, string several, string one) => $"{Count(outcome)} {(Count(outcome) == 1 ? one : several)}";
}
