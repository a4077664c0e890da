using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace OptimizerDynamics.Experiments;

/// <summary>The result of a phase diagram.</summary>
/// <remarks>
/// As JSON: <c>timeToThreshold</c>, row by row, where <c>null</c> is never and <c>"diverged"</c> a parameter that became NaN or infinite.
/// </remarks>
/// <param name="Times">Iterations from the transition until the parameter was gone, row by row; infinite when never, NaN when it
/// diverged.</param>
public sealed record PhaseDiagramResult(ImmutableArray<double> Times)
{
    /// <summary>The result as a record keeps it.</summary>
    public JsonObject ToJson() => new() { ["timeToThreshold"] = NumberList.Of(Times) };

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    /// <param name="json">A record's result.</param>
    /// <exception cref="FormatException">It is none of this kind.</exception>
    public static PhaseDiagramResult FromJson(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new PhaseDiagramResult([.. NumberList.In(json, "timeToThreshold")]);
    }
}
