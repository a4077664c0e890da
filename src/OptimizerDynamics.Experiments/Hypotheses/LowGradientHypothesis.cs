using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>A hypothesis about which of two simulated runs halves the silent parameter first.</summary>
/// <param name="Id">Its name, such as <c>H11</c>.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Source">The tables or sections of the paper that say so.</param>
public sealed record LowGradientHypothesis(string Id, string Statement, string Source) : Hypothesis(Id, Statement, Source)
{
    /// <inheritdoc/>
    public override string StudyKind => LowGradientTrial.Kind;

    /// <summary>Which runs are said to be faster than those that they are compared with.</summary>
    public required Func<LowGradientTrial, bool> Faster { get; init; }

    /// <summary>What they are compared with, given how many times larger the study's report wants the λ of SGD to be.</summary>
    public required Func<double, ImmutableArray<LowGradientContrast>> Contrasts { get; init; }

    /// <summary>What the seeds say of a run and the one that it is compared with.</summary>
    /// <param name="contrast">What it is compared with.</param>
    /// <param name="first">The run that is said to be faster.</param>
    /// <param name="runs">Runs that share gradient process, initial value, length and seeds with it.</param>
    /// <returns>The verdict and both half-lives; null where no run is the other one, or a seed of one of the two diverged.</returns>
    public HalfLifeVerdict? Test(LowGradientContrast contrast, SimulatedTrial first, IEnumerable<SimulatedTrial> runs)
    {
        ArgumentNullException.ThrowIfNull(contrast);
        ArgumentNullException.ThrowIfNull(first);
        if (runs.FirstOrDefault(run => contrast.IsOther(first.Trial, run.Trial)) is not { } second)
            return null;
        var (one, other) = (HalfLives(first), HalfLives(second));
        return one.Concat(other).Any(double.IsNaN)
            ? null
            : new HalfLifeVerdict(Decide([.. one.Zip(other, Verdict.LogRatio)]), SampleMedian.Of(one), SampleMedian.Of(other));
    }

    private static List<double> HalfLives(SimulatedTrial run) => [.. run.Result.Outcomes.Select(outcome => outcome.HalfLife)];
}

/// <summary>A comparison of simulated runs.</summary>
/// <param name="IsOther">Whether the first run is compared with the second.</param>
public sealed record LowGradientContrast(Func<LowGradientTrial, LowGradientTrial, bool> IsOther);

/// <summary>What the seeds say of two runs, of which the first is said to be faster.</summary>
/// <param name="Verdict">The verdict; an effect is ln(half-life of the second/half-life of the first).</param>
/// <param name="First">The half-life of the first over the seeds, in iterations after the transition; infinite for never.</param>
/// <param name="Second">The half-life of the second, likewise.</param>
public sealed record HalfLifeVerdict(Verdict Verdict, SampleMedian First, SampleMedian Second);
