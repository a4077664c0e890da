using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace OptimizerDynamics.Experiments;

/// <summary>The result of a low-gradient trial: an outcome for each seed, and |θ| on the way.</summary>
/// <remarks>As JSON: <c>atTransition</c>, <c>halfLife</c>, <c>timeToThreshold</c> and <c>final</c>, each a list in the order of the
/// specification's seeds, where <c>null</c> is never and <c>"diverged"</c> a parameter that became NaN or infinite; and <c>curve</c> with
/// <c>iteration</c>,
/// <c>median</c>, <c>low</c> and
/// <c>high</c>, rounded to six digits.</remarks>
/// <param name="Outcomes">One for each seed, in the order of the specification's seeds.</param>
/// <param name="Curve">|θ| over the seeds, at some iterations.</param>
public sealed record LowGradientResult(ImmutableArray<DecayOutcome> Outcomes, ImmutableArray<LowGradientPoint> Curve)
{
    /// <summary>Which seeds diverged, in words; null when none did.</summary>
    public string? Diverged => Outcomes.Count(outcome => !double.IsFinite(outcome.Final)) is > 0 and var count
        ? $"θ is not finite at the end for {count} of {Outcomes.Length} seeds"
        : null;

    /// <summary>The result as a record keeps it.</summary>
    public JsonObject ToJson() => new()
    {
        ["atTransition"] = List(outcome => outcome.AtTransition),
        ["halfLife"] = List(outcome => outcome.HalfLife),
        ["timeToThreshold"] = List(outcome => outcome.TimeToThreshold),
        ["final"] = List(outcome => double.IsFinite(outcome.Final) ? outcome.Final : double.NaN),
        ["curve"] = new JsonObject
        {
            ["iteration"] = NumberList.Of(Curve.Select(point => (double)point.Iteration)),
            ["median"] = NumberList.Of(Curve.Select(point => Rounded(point.Median))),
            ["low"] = NumberList.Of(Curve.Select(point => Rounded(point.Low))),
            ["high"] = NumberList.Of(Curve.Select(point => Rounded(point.High))),
        },
    };

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    /// <param name="json">A record's result.</param>
    /// <exception cref="FormatException">It is none of this kind.</exception>
    public static LowGradientResult FromJson(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var (start, half, threshold, final) = (
            NumberList.In(json, "atTransition"), NumberList.In(json, "halfLife"), NumberList.In(json, "timeToThreshold"),
            NumberList.In(json, "final"));
        var curve = json["curve"] as JsonObject ?? throw new FormatException("the result has no curve");
        var (iteration, median, low, high) =
            (NumberList.In(curve, "iteration"), NumberList.In(curve, "median"), NumberList.In(curve, "low"), NumberList.In(curve, "high"));
        if (half.Length != start.Length || threshold.Length != start.Length || final.Length != start.Length
            || median.Length != iteration.Length || low.Length != iteration.Length || high.Length != iteration.Length)
            throw new FormatException("the result's lists are not of one length");
        return new LowGradientResult(
            [.. Enumerable.Range(0, start.Length).Select(i => new DecayOutcome(start[i], half[i], threshold[i], final[i]))],
            [.. Enumerable.Range(0, iteration.Length).Select(i => new LowGradientPoint((long)iteration[i], median[i], low[i], high[i]))]);
    }

    private static double Rounded(double value) =>
        double.IsFinite(value) ? double.Parse(value.ToString("E5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;

    private JsonArray List(Func<DecayOutcome, double> value) => NumberList.Of(Outcomes.Select(value));
}

/// <summary>|θ| at an iteration: the median over the seeds and its 95 % interval (<see cref="SampleMedian"/>).</summary>
/// <param name="Iteration">The number of iterations done.</param>
/// <param name="Median">The median; NaN when a seed had diverged.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
public readonly record struct LowGradientPoint(long Iteration, double Median, double Low, double High);
