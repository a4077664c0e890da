using System.Text.Json.Nodes;

namespace OptimizerDynamics.Experiments;

/// <summary>
/// Numbers of a result as JSON, which has no word for infinity and NaN: <c>null</c> is never, <c>"diverged"</c> is no number at all.
/// </summary>
internal static class NumberList
{
    private const string Diverged = "diverged";

    public static JsonArray Of(IEnumerable<double> values) => new([.. values.Select(Node)]);

    /// <summary>The list under a key.</summary>
    /// <exception cref="FormatException">There is none, or it holds something else.</exception>
    public static double[] In(JsonObject json, string key)
    {
        if (json[key] is not JsonArray list)
            throw new FormatException($"the result has no list '{key}'");
        return [.. list.Select(node => node switch
        {
            null => double.PositiveInfinity,
            JsonValue value when value.TryGetValue(out double number) => number,
            JsonValue value when value.TryGetValue(out string? text) && text == Diverged => double.NaN,
            _ => throw new FormatException($"'{node}' in '{key}' of the result is neither a number nor null nor '{Diverged}'"),
        })];
    }

    private static JsonNode? Node(double value) =>
        double.IsNaN(value) ? JsonValue.Create(Diverged) : double.IsPositiveInfinity(value) ? null : JsonValue.Create(value);
}
