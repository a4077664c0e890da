using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>A hypothesis about which of two simulated runs is sooner rid of the silent parameter.</summary>
/// <remarks>
/// The primary comparisons alone decide; all of them have to pass, so that none is corrected for. The others say for which optimizers it
/// holds (<see cref="TestAll"/>): their intervals are wider, such that with 95 % all of them together hold (Bonferroni).
/// </remarks>
/// <param name="Id">Its name, such as <c>H11</c>.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Source">The tables or sections of the paper that say so.</param>
public sealed record LowGradientHypothesis(string Id, string Statement, string Source) : Hypothesis(Id, Statement, Source)
{
    private const double Error = 0.05;

    /// <inheritdoc/>
    public override string StudyKind => LowGradientTrial.Kind;

    /// <summary>Which runs are said to be faster than those that they are compared with.</summary>
    public required Func<LowGradientTrial, bool> Faster { get; init; }

    /// <summary>What they are compared with.</summary>
    public required ImmutableArray<LowGradientContrast> Contrasts { get; init; }

    /// <summary>Whether the comparison of a run that is said to be faster with another one is primary.</summary>
    public required Func<LowGradientTrial, LowGradientTrial, bool> IsPrimary { get; init; }

    /// <summary>The time that is compared, in iterations after the transition; infinite for never.</summary>
    public required Func<DecayOutcome, double> Measure { get; init; }

    /// <summary>The comparisons that decide, each with its verdict.</summary>
    /// <param name="runs">Runs that share gradient process, initial value, length and seeds.</param>
    public ImmutableArray<TimeComparison> TestPrimary(IReadOnlyCollection<SimulatedTrial> runs) =>
        [.. Pairs(runs).Where(IsPrimaryPair).Select(pair => TimeComparison.Of(pair.First, pair.Other, pair.Contrast, Measure, Decide))];

    /// <summary>All comparisons of the hypothesis, the primary ones among them, with verdicts that hold together.</summary>
    /// <param name="runs">Runs that share gradient process, initial value, length and seeds.</param>
    public ImmutableArray<TimeComparison> TestAll(IReadOnlyCollection<SimulatedTrial> runs)
    {
        var pairs = Pairs(runs).ToList();
        return
        [
            .. pairs.Select(pair => TimeComparison.Of(
                pair.First, pair.Other, pair.Contrast, Measure, effects => Verdict.Of(effects, 1 - Error / pairs.Count))),
        ];
    }

    private bool IsPrimaryPair((SimulatedTrial First, SimulatedTrial Other, LowGradientContrast Contrast) pair) =>
        IsPrimary(pair.First.Trial, pair.Other.Trial);

    /// <summary>The pairs that are compared; without those of which a seed diverged.</summary>
    private IEnumerable<(SimulatedTrial First, SimulatedTrial Other, LowGradientContrast Contrast)> Pairs(
        IReadOnlyCollection<SimulatedTrial> runs) =>
        from contrast in Contrasts
        from first in runs
        where Faster(first.Trial)
        from other in runs
        where contrast.IsOther(first.Trial, other.Trial)
        where TimeComparison.AreComparable(first, other, Measure)
        select (first, other, contrast);
}
