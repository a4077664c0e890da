using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptimizerDynamics.Experiments;

/// <summary>The status of a trial that has ended.</summary>
public enum TrialStatus
{
    /// <summary>It ran to its end.</summary>
    Completed,

    /// <summary>Its loss or parameters became NaN or infinite; the reason says when. Not a failure, and not a number either.</summary>
    Diverged,

    /// <summary>It could not be run to its end; the reason says why.</summary>
    Failed,
}

/// <summary>The record of a trial: specification, environment, status and result. It describes itself.</summary>
/// <param name="Study">The study it was run for.</param>
/// <param name="Specification">The values that it depends on.</param>
/// <param name="Environment">The program, libraries and device that ran it.</param>
/// <param name="Started">The time of its start, in UTC.</param>
/// <param name="Seconds">The wall-clock time that it took, in seconds; of packed trials, each one's share.</param>
/// <param name="Status">Completed, diverged or failed.</param>
/// <param name="Reason">Why it diverged or failed; null where it completed.</param>
/// <param name="Result">The result, in the form of the kind of trial; empty where there is none.</param>
public sealed record TrialRecord(
    string Study,
    TrialSpecification Specification,
    RunEnvironment Environment,
    DateTime Started,
    double Seconds,
    TrialStatus Status,
    string? Reason,
    JsonObject Result)
{
    /// <summary>What was measured of the machine rather than of the trial, by name: times and rates, which another run would not repeat.
    /// Empty where nothing was.</summary>
    public ImmutableSortedDictionary<string, double> Measured { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>What a reader has to know of what was measured. Empty where there is nothing.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>The hash of the plan under which it was made (<see cref="Preregistration.Hash"/>); null where its study had none.</summary>
    public string? Plan { get; init; }

    /// <summary>The study that the trial was run for, where this one took its record from there; else null.</summary>
    public string? TakenFrom { get; init; }

    private (JsonObject Of, object Value)? _read;

    /// <summary>The version of this schema. A key that is renamed, removed or changes its meaning raises it; a new one does not.</summary>
    public const int Schema = 1;

    /// <summary>The specification's id.</summary>
    public string Id => Specification.Id;

    /// <summary>The result as its kind of trial reads it: read at the first call, and kept for the next.</summary>
    /// <param name="read">Reads it.</param>
    /// <typeparam name="T">What it is read as; the same at every call.</typeparam>
    internal T Read<T>(Func<JsonObject, T> read) where T : class
    {
        // A copy of this record with another result has this one's value, which is not its own.
        if (_read is not { Value: T value } known || !ReferenceEquals(known.Of, Result))
            _read = (Result, value = read(Result));
        return value;
    }

    /// <summary>One line of JSON, without its end.</summary>
    public string ToJson()
    {
        var libraries = new JsonObject(Environment.Libraries.Select(library => KeyValuePair.Create(library.Key, (JsonNode?)library.Value)));
        var json = new JsonObject
        {
            ["schema"] = Schema,
            ["id"] = Id,
            ["study"] = Study,
            ["specification"] = JsonNode.Parse(Specification.Canonical),
            ["environment"] = new JsonObject
            {
                ["program"] = Environment.Program,
                ["libraries"] = libraries,
                ["commit"] = Environment.Commit,
                ["hasLocalChanges"] = Environment.HasLocalChanges,
                ["device"] = Environment.Device,
            },
            ["started"] = Started.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["seconds"] = Math.Round(Seconds, 3),
            ["status"] = StatusName(Status),
            ["reason"] = Reason is null ? null : PlainText.Shown(Reason),
            ["result"] = Result.DeepClone(),
        };
        if (Plan is not null)
            json["plan"] = Plan;
        if (TakenFrom is not null)
            json["takenFrom"] = TakenFrom;
        if (!Measured.IsEmpty)
            json["measured"] = new JsonObject(Measured.Select(measure => KeyValuePair.Create(measure.Key, (JsonNode?)measure.Value)));
        if (!Remarks.IsEmpty)
            json["remarks"] = new JsonArray([.. Remarks.Select(remark => (JsonNode?)PlainText.Shown(remark))]);
        return json.ToJsonString();
    }

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    /// <param name="line">One line.</param>
    /// <exception cref="FormatException">It is cut off or damaged, of another schema, has a control character, or its id is not its
    /// specification's; the message says which.</exception>
    public static TrialRecord FromJson(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        try
        {
            using var document = JsonDocument.Parse(line);
            JsonText.RequirePlain(line);
            return From(document.RootElement);
        }
        catch (Exception cause) when (cause is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"it is cut off or damaged: {Text.WordsOf(cause)}", cause);
        }
    }

    private static TrialRecord From(JsonElement json)
    {
        var schema = json.GetProperty("schema").GetInt32();
        if (schema != Schema)
            throw new FormatException($"it has schema {schema}; this program reads schema {Schema}");
        var specification = TrialSpecification.From(json.GetProperty("specification"));
        var id = json.GetProperty("id").GetString();
        if (id != specification.Id)
            throw new FormatException($"its id is {id}, and its specification's {specification.Id}: one of them was changed");
        var environment = json.GetProperty("environment");
        return new TrialRecord(
            json.GetProperty("study").GetString() ?? throw new FormatException("it names no study"),
            specification,
            new RunEnvironment(
                environment.GetProperty("program").GetString() ?? "",
                environment.GetProperty("libraries").EnumerateObject()
                    .ToImmutableSortedDictionary(library => library.Name, library => library.Value.GetString() ?? ""),
                environment.GetProperty("commit").GetString(),
                environment.GetProperty("hasLocalChanges") is { ValueKind: not JsonValueKind.Null } changes ? changes.GetBoolean() : null,
                environment.GetProperty("device").GetString() ?? ""),
            json.GetProperty("started").GetDateTime(),
            json.GetProperty("seconds").GetDouble(),
            StatusOf(json.GetProperty("status").GetString()),
            json.GetProperty("reason").GetString(),
            JsonObject.Create(json.GetProperty("result").Clone()) ?? throw new FormatException("its result is no object"))
        {
            Measured = json.TryGetProperty("measured", out var measured)
                ? measured.EnumerateObject().ToImmutableSortedDictionary(
                    measure => measure.Name, measure => measure.Value.GetDouble(), StringComparer.Ordinal)
                : ImmutableSortedDictionary<string, double>.Empty,
            Remarks = json.TryGetProperty("remarks", out var remarks)
                ? [.. remarks.EnumerateArray().Select(remark => remark.GetString() ?? "")]
                : [],
            Plan = json.TryGetProperty("plan", out var plan) ? plan.GetString() : null,
            TakenFrom = json.TryGetProperty("takenFrom", out var from) ? from.GetString() : null,
        };
    }

    internal static string StatusName(TrialStatus status) => status.ToString().ToLowerInvariant();

    internal static TrialStatus StatusOf(string? name)
    {
        foreach (var status in Enum.GetValues<TrialStatus>())
        {
            if (StatusName(status) == name)
                return status;
        }

        var known = string.Join(", ", Enum.GetValues<TrialStatus>().Select(StatusName));
        throw new FormatException($"its status is '{name}'; expected one of {known}");
    }
}
