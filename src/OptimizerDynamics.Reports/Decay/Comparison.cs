using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>Which of two runs halves the parameter first, seed by seed: what the seeds say of it, by itself.</summary>
/// <param name="Optimizer">The optimizer whose L2 is said to be faster.</param>
/// <param name="Lambda">λ of that L2; above 0.</param>
/// <param name="Verdict">What the seeds say of it; effects are ln(half-life of the other/half-life of this one).</param>
/// <param name="First">This one's half-life over the seeds.</param>
/// <param name="Second">The other's.</param>
internal sealed record Comparison(NamedOptimizer Optimizer, double Lambda, Verdict Verdict, SampleMedian First, SampleMedian Second)
{
    /// <summary>How many times faster the first is, or, below 1, the second; at least so many, or at most, where one of them never came to
    /// half (<see cref="IsBound"/>).</summary>
    public double Ratio(double horizon) => (First.Median, Second.Median) switch
    {
        ( < double.PositiveInfinity, double.PositiveInfinity) => horizon / First.Median,
        (double.PositiveInfinity, < double.PositiveInfinity) => Second.Median / horizon,
        _ => Math.Exp(Verdict.Effect.Median),
    };

    /// <summary>Whether the ratio is a bound: one of the two did not come to half within the run.</summary>
    public bool IsBound => double.IsInfinity(First.Median) != double.IsInfinity(Second.Median);

    /// <summary>Whether neither came to half within the run.</summary>
    public bool IsNever => double.IsInfinity(First.Median) && double.IsInfinity(Second.Median);

    /// <summary>What the seeds say of L2 in an optimizer.</summary>
    /// <param name="setting">The runs.</param>
    /// <param name="contrast">The contrast: which other run it is compared with.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="lambda">Its λ.</param>
    /// <returns>The comparison; null where a run is missing or diverged.</returns>
    public static Comparison? Of(DecaySetting setting, LowGradientContrast contrast, NamedOptimizer optimizer, double lambda) =>
        setting.Find(optimizer, Regularization.L2, lambda) is { } first
        && setting.Trials.FirstOrDefault(run => contrast.IsOther(first.Trial, run.Trial)) is { } other
        && TimeComparison.AreComparable(first, other, HalfLife)
        && TimeComparison.Of(first, other, contrast, HalfLife, effects => Verdict.Of(effects)) is var found
            ? new Comparison(optimizer, lambda, found.Verdict, found.FirstTime, found.OtherTime)
            : null;

    private static double HalfLife(DecayOutcome outcome) => outcome.HalfLife;
}
