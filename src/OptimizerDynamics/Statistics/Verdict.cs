namespace OptimizerDynamics;

/// <summary>What a run says of a hypothesis.</summary>
public enum VerdictOutcome
{
    /// <summary>The effect is there, in the direction that was predicted.</summary>
    Supported,

    /// <summary>The effect is there, in the other direction.</summary>
    Contradicted,

    /// <summary>The seeds do not tell: a result like the others.</summary>
    Inconclusive,
}

/// <summary>What some seeds say of a hypothesis: the median effect, an interval that holds its true value, and what follows.</summary>
/// <remarks>
/// An effect is a number for each seed, above 0 where the seed agrees with the hypothesis: a difference, or the logarithm of a ratio
/// (<see cref="LogRatio"/>), of two runs that share all but what is compared. The verdict is the interval's (<see cref="SampleMedian"/>):
/// supported when it lies above 0, contradicted when it lies below, and else inconclusive. Nothing is assumed of the effects' distribution.
/// Effects that are all finite can be judged by their mean instead (<see cref="OfPairs"/>).
/// </remarks>
/// <param name="Outcome">Supported, contradicted or inconclusive.</param>
/// <param name="Effect">The effect's median over the seeds, and its interval.</param>
/// <param name="Paired">Where the verdict is that of <see cref="OfPairs"/>: the mean effect, its interval and p-value.</param>
public sealed record Verdict(VerdictOutcome Outcome, SampleMedian Effect, PairedEffect? Paired = null)
{
    /// <summary>The p-value, 0.05, up to which the seeds tell.</summary>
    public const double Level = 0.05;

    /// <summary>The verdict of some seeds.</summary>
    /// <param name="effects">An effect for each seed, at least one; above 0 where it agrees with the hypothesis. May be infinite.</param>
    /// <param name="confidence">The confidence that the interval has to have, in (0, 1). With too few seeds to reach it the verdict is
    /// inconclusive.</param>
    /// <exception cref="ArgumentException">There is no effect, or one is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is outside its range.</exception>
    public static Verdict Of(IEnumerable<double> effects, double confidence = 0.95)
    {
        var effect = SampleMedian.Of(effects, confidence);
        var outcome = effect.Confidence < confidence ? VerdictOutcome.Inconclusive
            : effect.Low > 0 ? VerdictOutcome.Supported
            : effect.High < 0 ? VerdictOutcome.Contradicted
            : VerdictOutcome.Inconclusive;
        return new Verdict(outcome, effect);
    }

    /// <summary>The verdict of paired differences by an exact test of their mean (<see cref="PairedEffect"/>): inconclusive where the
    /// p-value is above <see cref="Level"/>, which it always is with fewer than six seeds; else supported where the mean lies above 0, and
    /// contradicted where it lies below.</summary>
    /// <param name="effects">A difference for each seed, at least one, all finite; above 0 where it agrees with the hypothesis.</param>
    /// <exception cref="ArgumentException">There is no effect, or one is not finite.</exception>
    public static Verdict OfPairs(IReadOnlyCollection<double> effects)
    {
        var paired = PairedEffect.Of(effects);
        var outcome = paired.PValue > Level ? VerdictOutcome.Inconclusive
            : paired.Mean > 0 ? VerdictOutcome.Supported
            : VerdictOutcome.Contradicted;
        return new Verdict(outcome, SampleMedian.Of(effects), paired);
    }

    /// <summary>
    /// ln(later/earlier), the effect of "the second takes longer than the first": infinite where only one of them ever happened, 0 where
    /// none did.
    /// </summary>
    /// <param name="earlier">A time in any unit, at least 0; infinite for never.</param>
    /// <param name="later">A time in the same unit, at least 0; infinite for never.</param>
    /// <returns>A number without unit, above 0 where the second takes longer; NaN where a time is.</returns>
    public static double LogRatio(double earlier, double later) => earlier.Equals(later) ? 0 : Math.Log(later / earlier);
}
