using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>What a study found of a hypothesis: the verdicts of its comparisons, taken together.</summary>
/// <param name="Id">The hypothesis.</param>
/// <param name="Comparisons">What was compared, and what the seeds say of each; at least one.</param>
public sealed record Finding(string Id, ImmutableArray<(string What, Verdict Verdict)> Comparisons)
{
    /// <summary>One word: the comparisons' verdict where all agree, "mixed" where some support and some contradict, and that of those that
    /// are conclusive where the others are not.</summary>
    public string Outcome => (Count(VerdictOutcome.Supported), Count(VerdictOutcome.Contradicted)) switch
    {
        (0, 0) => "inconclusive",
        ( > 0, 0) => "supported",
        (0, > 0) => "contradicted",
        _ => "mixed",
    };

    /// <summary>The number of comparisons with each verdict, as a sentence.</summary>
    public string Summary =>
        $"of {Comparisons.Length} {(Comparisons.Length == 1 ? "comparison" : "comparisons")} "
        + $"{Counted(VerdictOutcome.Supported, "support it", "supports it")}, "
        + $"{Counted(VerdictOutcome.Contradicted, "contradict it", "contradicts it")}, "
        + $"{Counted(VerdictOutcome.Inconclusive, "are inconclusive", "is inconclusive")}";

    /// <summary>The number of comparisons with a verdict.</summary>
    /// <param name="outcome">The verdict.</param>
    public int Count(VerdictOutcome outcome) => Comparisons.Count(comparison => comparison.Verdict.Outcome == outcome);

    private string Counted(VerdictOutcome outcome, string several, string one) =>
        $"{Count(outcome)} {(Count(outcome) == 1 ? one : several)}";
}
