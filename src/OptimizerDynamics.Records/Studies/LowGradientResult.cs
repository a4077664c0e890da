using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using OptimizerDynamics.LowGradient;
using OptimizerDynamics.Statistics;

namespace OptimizerDynamics.Records;

/// <summary>What came out of a low-gradient trial: an outcome for each seed, and |θ| on the way.</summary>
/// <remarks>As JSON: <c>atTransition</c>, <c>halfLife</c>, <c>timeToThreshold</c> and <c>final</c>, each a list in the order of the specification's seeds, where
/// <c>null</c> is never and <c>"diverged"</c> a parameter that became NaN or infinite; and <c>curve</c> with <c>iteration</c>, <c>median</c>, <c>low</c> and
/// <c>high</c>, rounded to six digits.</remarks>
/// <param name="Outcomes">One for each seed, in the order of the specification's seeds.</param>
/// <param name="Curve">|θ| over the seeds, at some iterations.</param>
public sealed record LowGradientResult(ImmutableArray<DecayOutcome> Outcomes, ImmutableArray<LowGradientPoint> Curve)
{
    private const string Diverged = "diverged";

    /// <summary>The result as a record keeps it.</summary>
    public JsonObject ToJson() => new()
    {
        ["atTransition"] = List(outcome => outcome.AtTransition),
        ["halfLife"] = List(outcome => outcome.HalfLife),
        ["timeToThreshold"] = List(outcome => outcome.TimeToThreshold),
        ["final"] = List(outcome => double.IsFinite(outcome.Final) ? outcome.Final : double.NaN),
        ["curve"] = new JsonObject
        {
            ["iteration"] = new JsonArray([.. Curve.Select(point => JsonValue.Create(point.Iteration))]),
            ["median"] = new JsonArray([.. Curve.Select(point => Node(Rounded(point.Median)))]),
            ["low"] = new JsonArray([.. Curve.Select(point => Node(Rounded(point.Low)))]),
            ["high"] = new JsonArray([.. Curve.Select(point => Node(Rounded(point.High)))]),
        },
    };

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    /// <param name="json">A record's result.</param>
    /// <exception cref="FormatException">It is none of this kind.</exception>
    public static LowGradientResult FromJson(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var (start, half, threshold, final) = (Numbers(json["atTransition"]!), Numbers(json["halfLife"]!), Numbers(json["timeToThreshold"]!), Numbers(json["final"]!));
            var curve = json["curve"]!;
            var (iteration, median, low, high) = (Numbers(curve["iteration"]!), Numbers(curve["median"]!), Numbers(curve["low"]!), Numbers(curve["high"]!));
            return new LowGradientResult(
                [.. Enumerable.Range(0, start.Length).Select(i => new DecayOutcome(start[i], half[i], threshold[i], final[i]))],
                [.. Enumerable.Range(0, iteration.Length).Select(i => new LowGradientPoint((long)iteration[i], median[i], low[i], high[i]))]);
        }
        catch (Exception cause) when (cause is InvalidOperationException or NullReferenceException or IndexOutOfRangeException)
        {
            throw new FormatException($"the result is none of a low-gradient trial: {cause.Message}", cause);
        }
    }

    private static double Rounded(double value) =>
        double.IsFinite(value) ? double.Parse(value.ToString("E5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;

    private static double[] Numbers(JsonNode list) => [.. list.AsArray().Select(node => node switch
    {
        null => double.PositiveInfinity,
        JsonValue value when value.TryGetValue(out double number) => number,
        JsonValue value when value.TryGetValue(out string? text) && text == Diverged => double.NaN,
        _ => throw new InvalidOperationException($"'{node}' is neither a number nor null nor '{Diverged}'"),
    })];

    private static JsonValue? Node(double value) =>
        double.IsNaN(value) ? JsonValue.Create(Diverged) : double.IsPositiveInfinity(value) ? null : JsonValue.Create(value);

    private JsonArray List(Func<DecayOutcome, double> value) => new([.. Outcomes.Select(outcome => Node(value(outcome)))]);
}

/// <summary>|θ| at an iteration: the median over the seeds and its 95 % interval (<see cref="SampleMedian"/>).</summary>
/// <param name="Iteration">How many iterations had been done.</param>
/// <param name="Median">The median; NaN when a seed had diverged.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
public readonly record struct LowGradientPoint(long Iteration, double Median, double Low, double High);
