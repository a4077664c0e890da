namespace OptimizerDynamics;

/// <summary>
/// The median of some numbers with an interval that holds the true median with a given confidence, whatever the distribution.
/// </summary>
/// <remarks>
/// <para>Each number of a sample lies below the true median with probability ½, so that how many do is binomial, and the k-th smallest and
/// k-th largest bound the median with confidence 1 − 2·P(B(n, ½) &lt; k). The narrowest such interval whose confidence is enough is taken;
/// its own confidence is <see cref="Confidence"/>: exact for a continuous distribution, and a lower bound where numbers can be
/// equal.</para>
/// <para>Numbers may be infinite, as the time is of what never happened: order is all that counts.</para>
/// </remarks>
public sealed record SampleMedian
{
    private SampleMedian(double median, double low, double high, double confidence, int count) =>
        (Median, Low, High, Confidence, Count) = (median, low, high, confidence, count);

    /// <summary>The middle number, or the mean of the two in the middle; the larger of those where one of them is infinite.</summary>
    public double Median { get; }

    /// <summary>The interval's lower end.</summary>
    public double Low { get; }

    /// <summary>The interval's upper end.</summary>
    public double High { get; }

    /// <summary>
    /// The probability with which such an interval holds the true median; below what was asked for where the numbers are too few.
    /// </summary>
    public double Confidence { get; }

    /// <summary>How many numbers there were.</summary>
    public int Count { get; }

    /// <summary>Median and interval of a sample.</summary>
    /// <param name="sample">At least one number, none NaN.</param>
    /// <param name="confidence">The confidence asked for, in (0, 1).</param>
    /// <exception cref="ArgumentException">The sample is empty or holds NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is not in (0, 1).</exception>
    public static SampleMedian Of(IEnumerable<double> sample, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, $"confidence = {confidence} must lie in (0, 1).");
        double[] sorted = [.. sample.Order()];
        if (sorted.Length == 0 || Array.Exists(sorted, double.IsNaN))
            throw new ArgumentException("A median needs at least one number, and none that is NaN.", nameof(sample));

        var (n, k, below) = (sorted.Length, 0, 0.0);
        // From the whole sample, k = 0, inwards. The logarithm of P(B = k), because (½)ⁿ is no number a double knows from n = 1,075 on.
        var logarithm = -n * PortableMath.Log(2);
        for (var next = 0; next < n / 2; logarithm += PortableMath.Log((n - next) / (double)(next + 1)), next++)
        {
            var term = PortableMath.Exp(logarithm);
            if (1 - 2 * (below + term) < confidence && next > 0)
                break;
            below += term;
            k = next;
        }

        var (low, high) = (sorted[n / 2 - (n % 2 == 0 ? 1 : 0)], sorted[n / 2]);
        var median = low.Equals(high) ? high : double.IsInfinity(low) || double.IsInfinity(high) ? high : low / 2 + high / 2;
        return new SampleMedian(median, sorted[k], sorted[n - 1 - k], n == 1 ? 0 : 1 - 2 * below, n);
    }
}
