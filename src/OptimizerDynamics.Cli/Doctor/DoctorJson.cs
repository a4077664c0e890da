using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OptimizerDynamics.Cli;

/// <summary>The report as one JSON object. Its keys are those of the records; <c>version</c> is that of the schema.</summary>
internal static class DoctorJson
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // An error that is not a number is what a report is there for.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Render(DoctorReport report)
    {
        var json = JsonSerializer.SerializeToNode(report, _options)!.AsObject();
        json.Insert(0, "version", JsonValue.Create(DoctorReport.Version));
        json.Insert(1, "ok", JsonValue.Create(report.Problems.Count == 0));
        return json.ToJsonString(_options) + "\n";
    }
}
