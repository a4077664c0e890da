using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptimizerDynamics.Experiments;

/// <summary>A message of a process that runs trials to the one that started it: a line of JSON on standard output.</summary>
/// <remarks>
/// <code>
/// {"progress":{"done":40,"total":60,"note":"loss 0.100, 12.0 % of γ below 1e-3"}}
/// {"stopped":{"done":40,"total":60}}
/// {"record":{"trial":"0123456789abcdef","status":"completed"}}
/// {"busy":{"trial":"0123456789abcdef"}}
/// </code>
/// <para>A line that is none of these, or has a control character in it, is text of somebody else: of a library, or of the
/// machine.</para>
/// </remarks>
public abstract record TrialMessage
{
    private static readonly JsonSerializerOptions _readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The message's key.</summary>
    protected abstract string Key { get; }

    /// <summary>The message's values.</summary>
    protected abstract JsonObject Values { get; }

    /// <summary>The line, without its end.</summary>
    public string ToJson() => new JsonObject { [Key] = Values }.ToJsonString(_readable);

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line; null is none.</param>
    /// <returns>The message, or null where the line is none.</returns>
    public static TrialMessage? Parse(string? line)
    {
        if (line is not ['{', ..])
            return null;
        try
        {
            if (JsonNode.Parse(line) is not JsonObject { Count: 1 } json || json.First() is not { Value: JsonObject values } message)
                return null;
            JsonText.RequirePlain(line);
            return Of(message.Key, values);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static TrialMessage? Of(string key, JsonObject values) => key switch
    {
        ProgressMessage.Name => new ProgressMessage(new RunProgress(StepsOf(values), (string?)values["note"] ?? "")),
        StoppedMessage.Name => new StoppedMessage(StepsOf(values)),
        RecordMessage.Name => new RecordMessage(
            Text(values, "trial"), TrialRecord.StatusOf(Text(values, "status"))),
        BusyMessage.Name => new BusyMessage(Text(values, "trial")),
        _ => null,
    };

    private static TrialSteps StepsOf(JsonObject values) => new(Number(values, "done"), Number(values, "total"));

    private static long Number(JsonObject values, string key) => (long?)values[key] ?? throw new FormatException($"there is no '{key}'");

    private static string Text(JsonObject values, string key) => (string?)values[key] ?? throw new FormatException($"there is no '{key}'");
}

/// <summary>The trials are at work.</summary>
/// <param name="Progress">Their progress.</param>
public sealed record ProgressMessage(RunProgress Progress) : TrialMessage
{
    internal const string Name = "progress";

    /// <inheritdoc/>
    protected override string Key => Name;

    /// <inheritdoc/>
    protected override JsonObject Values =>
        new() { ["done"] = Progress.Steps.Done, ["total"] = Progress.Steps.Total, ["note"] = Progress.Note };
}

/// <summary>The trials were asked to end, and left checkpoints.</summary>
/// <param name="Steps">The steps of the trial that is least far.</param>
public sealed record StoppedMessage(TrialSteps Steps) : TrialMessage
{
    internal const string Name = "stopped";

    /// <inheritdoc/>
    protected override string Key => Name;

    /// <inheritdoc/>
    protected override JsonObject Values => new() { ["done"] = Steps.Done, ["total"] = Steps.Total };
}

/// <summary>A trial has its record, in the run store.</summary>
/// <param name="Trial">The trial's id.</param>
/// <param name="Status">How it ended.</param>
public sealed record RecordMessage(string Trial, TrialStatus Status) : TrialMessage
{
    internal const string Name = "record";

    /// <inheritdoc/>
    protected override string Key => Name;

    /// <inheritdoc/>
    protected override JsonObject Values => new() { ["trial"] = Trial, ["status"] = TrialRecord.StatusName(Status) };
}

/// <summary>Another process is running a trial.</summary>
/// <param name="Trial">The trial's id.</param>
public sealed record BusyMessage(string Trial) : TrialMessage
{
    internal const string Name = "busy";

    /// <inheritdoc/>
    protected override string Key => Name;

    /// <inheritdoc/>
    protected override JsonObject Values => new() { ["trial"] = Trial };
}
