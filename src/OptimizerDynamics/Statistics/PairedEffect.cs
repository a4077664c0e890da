using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace OptimizerDynamics;

/// <summary>
/// The mean of paired differences, one for each seed: how large it is, how well it is known, and whether chance would make it.
/// </summary>
/// <remarks>
/// <para><b>P-value.</b> Were there no effect, each difference could as well have the other sign. All 2ⁿ ways to choose the signs are
/// counted; <see cref="PValue"/> is the share of them whose mean lies at least as far from 0 as the one that was seen (Fisher 1935, "The
/// Design of Experiments", §21). It is exact, assumes nothing of the distribution but this symmetry, and cannot be smaller than 2/2ⁿ: five
/// seeds cannot reach 0.05, six can. Beyond <see cref="MostCounted"/> seeds a hundred thousand random choices stand for all.</para>
/// <para><b>Interval.</b> The bias-corrected and accelerated bootstrap of the mean (Efron 1987, "Better bootstrap confidence intervals"),
/// of 10,000 samples drawn by <see cref="CounterRandom"/>: the same numbers give the same interval everywhere. With few seeds it is too
/// narrow (six give some 90 % instead of 95 %), which is why a verdict goes by the p-value.</para>
/// <para><b>Size.</b> <see cref="Standardized"/> is Cohen's d_z: the mean of the differences over their standard deviation (n − 1).</para>
/// </remarks>
public sealed record PairedEffect
{
    /// <summary>The largest number of seeds for which all choices of signs are counted.</summary>
    public const int MostCounted = 20;

    private const int Samples = 10_000, RandomChoices = 100_000;
    private const double Confidence = 0.95;

    private PairedEffect(double mean, double low, double high, double pValue, double standardized, int count) =>
        (Mean, Low, High, PValue, Standardized, Count) = (mean, low, high, pValue, standardized, count);

    /// <summary>The mean difference, in the unit of the differences.</summary>
    public double Mean { get; }

    /// <summary>The lower end of its 95 % interval, in the same unit.</summary>
    public double Low { get; }

    /// <summary>The upper end of its 95 % interval, in the same unit.</summary>
    public double High { get; }

    /// <summary>The two-sided p-value, in (0, 1].</summary>
    public double PValue { get; }

    /// <summary>
    /// Cohen's d_z, the mean over the standard deviation; without unit; infinite where all differences are one number that is not 0, and 0
    /// where all are 0 or there is only one.
    /// </summary>
    public double Standardized { get; }

    /// <summary>How many differences there were.</summary>
    public int Count { get; }

    /// <summary>The effect in some differences.</summary>
    /// <param name="differences">A difference for each seed: at least one, all finite.</param>
    /// <exception cref="ArgumentException">There is none, or one is not finite.</exception>
    public static PairedEffect Of(IEnumerable<double> differences)
    {
        ArgumentNullException.ThrowIfNull(differences);
        double[] values = [.. differences];
        if (values.Length == 0 || !Array.TrueForAll(values, double.IsFinite))
            throw new ArgumentException("A paired effect needs at least one difference, and only finite ones.", nameof(differences));
        var mean = values.Mean();
        var deviation = values.Length == 1 || Array.TrueForAll(values, value => value.Equals(values[0])) ? 0 : values.StandardDeviation();
        var standardized = deviation > 0 ? mean / deviation
            : mean == 0 || values.Length == 1 ? 0
            : double.PositiveInfinity * Math.Sign(mean);
        var (low, high) = deviation > 0 ? Interval(values, mean) : (mean, mean);
        return new PairedEffect(mean, low, high, PValueOf(values), standardized, values.Length);
    }

    /// <summary>The share of choices of signs whose sum lies as far from 0 as that of the differences.</summary>
    private static double PValueOf(double[] values)
    {
        // Sums of the same numbers in another order differ in their last bits: what is that near counts as equal.
        var least = Math.Abs(values.Sum()) - 1e-12 * values.Sum(Math.Abs);
        if (values.Length > MostCounted)
            return RandomPValue(values, least);
        // From one choice to the next a single sign changes (Gray code).
        var (sum, extreme, choices) = (values.Sum(), 1L, 1L << values.Length);
        var signs = new double[values.Length];
        Array.Fill(signs, 1);
        for (var choice = 1L; choice < choices; choice++)
        {
            var index = System.Numerics.BitOperations.TrailingZeroCount(choice);
            signs[index] = -signs[index];
            sum += 2 * signs[index] * values[index];
            if (Math.Abs(sum) >= least)
                extreme++;
        }

        return (double)extreme / choices;
    }

    private static double RandomPValue(double[] values, double least)
    {
        var (random, extreme) = (new CounterRandom(1, (ulong)values.Length), 1);
        var words = (ulong)(values.Length + 63) / 64;
        for (var choice = 0; choice < RandomChoices; choice++)
        {
            var (sum, bits) = (0.0, 0UL);
            for (var index = 0; index < values.Length; index++)
            {
                if (index % 64 == 0)
                    bits = random.BitsAt((ulong)choice * words + (ulong)index / 64).First;
                sum += (bits >> index % 64 & 1) == 0 ? values[index] : -values[index];
            }

            if (Math.Abs(sum) >= least)
                extreme++;
        }

        return extreme / (RandomChoices + 1.0);
    }

    private static (double Low, double High) Interval(double[] values, double mean)
    {
        var random = new CounterRandom(0, (ulong)values.Length);
        var means = new double[Samples];
        for (var draw = 0; draw < Samples * values.Length; draw++)
        {
            // A block of random bits chooses two: the upper half of each word, as a fraction of 2³², of the number of values.
            var (first, second) = random.BitsAt((ulong)draw / 2);
            var index = (int)(((draw % 2 == 0 ? first : second) >> 32) * (ulong)values.Length >> 32);
            means[draw / values.Length] += values[index] / values.Length;
        }

        var below = means.Count(value => value < mean) + 0.5 * means.Count(value => value.Equals(mean));
        var bias = Normal.InvCDF(0, 1, Math.Clamp(below / Samples, 0.5 / Samples, 1 - 0.5 / Samples));
        // The means without one of them each differ from the mean by (mean − value)/(n − 1): the factor cancels.
        double[] without = [.. values.Select(value => value - mean)];
        var acceleration = without.Sum(value => value * value * value) / (6 * Math.Pow(without.Sum(value => value * value), 1.5));
        double At(double share)
        {
            var z = bias + Normal.InvCDF(0, 1, share);
            return means.Quantile(Normal.CDF(0, 1, bias + z / (1 - acceleration * z)));
        }

        return (At((1 - Confidence) / 2), At((1 + Confidence) / 2));
    }
}
