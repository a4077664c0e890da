using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>Holm's correction of p-values for their number (Holm 1979, "A simple sequentially rejective multiple test procedure"): the
/// chance that any of the true hypotheses is rejected stays below the level, whatever the tests' dependence.</summary>
public static class Holm
{
    /// <summary>The corrected p-values: of m, the k-th smallest becomes the largest of (m − j + 1) · p₍ⱼ₎ over j ≤ k, at most 1.</summary>
    /// <param name="pValues">The p-values, in (0, 1].</param>
    /// <returns>The corrected ones, in the order of the others.</returns>
    /// <exception cref="ArgumentOutOfRangeException">One is outside its range.</exception>
    public static ImmutableArray<double> Correct(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        foreach (var pValue in pValues)
        {
            if (pValue is not (> 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(pValues), pValue, "A p-value lies in (0, 1].");
        }

        var corrected = new double[pValues.Count];
        var largest = 0.0;
        foreach (var (rank, index) in Enumerable.Range(0, pValues.Count).OrderBy(index => pValues[index]).Index())
            corrected[index] = largest = Math.Max(largest, Math.Min(1, (pValues.Count - rank) * pValues[index]));
        return [.. corrected];
    }

    /// <summary>The largest number of exact sign tests of paired differences that can all fall below a level after the correction:
    /// ⌊level · 2ⁿ / 2⌋, since the smallest p-value of n seeds is 2/2ⁿ.</summary>
    /// <param name="seeds">n, at least 1.</param>
    /// <param name="level">The level, in (0, 1).</param>
    public static long MostTests(int seeds, double level = Verdict.Level) => (long)Math.Floor(Math.ScaleB(level, seeds - 1));
}
