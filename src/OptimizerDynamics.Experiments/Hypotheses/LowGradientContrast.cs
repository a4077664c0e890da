namespace OptimizerDynamics.Experiments;

/// <summary>A comparison of simulated runs.</summary>
/// <param name="IsOther">Whether the first run is compared with the second.</param>
public sealed record LowGradientContrast(Func<LowGradientTrial, LowGradientTrial, bool> IsOther);

/// <summary>What the seeds say of two runs, of which the first is said to be faster.</summary>
/// <param name="First">The run that is said to be faster.</param>
/// <param name="Other">The run that it is compared with.</param>
/// <param name="Contrast">What is compared.</param>
/// <param name="Verdict">The verdict; an effect is ln(time of the second/time of the first).</param>
/// <param name="FirstTime">The first run's time over the seeds, in iterations after the transition; infinite for never.</param>
/// <param name="OtherTime">The second's, likewise.</param>
public sealed record TimeComparison(
    SimulatedTrial First, SimulatedTrial Other, LowGradientContrast Contrast, Verdict Verdict, SampleMedian FirstTime,
    SampleMedian OtherTime)
{
    /// <summary>Compares two runs, seed by seed.</summary>
    /// <param name="first">The run that is said to be faster.</param>
    /// <param name="other">The other, of the same seeds.</param>
    /// <param name="contrast">What is compared.</param>
    /// <param name="measure">The time, in iterations; infinite for never.</param>
    /// <param name="decide">What the effects of the seeds say.</param>
    public static TimeComparison Of(
        SimulatedTrial first, SimulatedTrial other, LowGradientContrast contrast, Func<DecayOutcome, double> measure,
        Func<IReadOnlyCollection<double>, Verdict> decide)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(decide);
        double[] one = [.. first.Result.Outcomes.Select(measure)], two = [.. other.Result.Outcomes.Select(measure)];
        return new TimeComparison(
            first, other, contrast, decide([.. one.Zip(two, Verdict.LogRatio)]), SampleMedian.Of(one), SampleMedian.Of(two));
    }

    /// <summary>Whether no seed of two runs diverged before its time.</summary>
    /// <param name="first">A run.</param>
    /// <param name="other">Another.</param>
    /// <param name="measure">The time.</param>
    public static bool AreComparable(SimulatedTrial first, SimulatedTrial other, Func<DecayOutcome, double> measure)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(other);
        return !first.Result.Outcomes.Concat(other.Result.Outcomes).Any(outcome => double.IsNaN(measure(outcome)));
    }
}
