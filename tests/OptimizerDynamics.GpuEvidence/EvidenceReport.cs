using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptimizerDynamics.GpuEvidence;

/// <summary>Evidence as a page and as JSON.</summary>
internal static class EvidenceReport
{
    private const string Heading =
        "# On the GPU\n\nWritten by [`experiments/gpu-evidence`](../../experiments/gpu-evidence), which any machine with a CUDA device can "
            + "repeat.\n\n";

    private static readonly JsonSerializerOptions _json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static string Json(Evidence evidence) => JsonSerializer.Serialize(evidence, _json) + "\n";

    /// <summary>The page where there was no device to run on.</summary>
    public static string NotMeasured(string reason) =>
        $"{Heading}**Not measured**: {reason}. Parity on CUDA, the speed of a step and the number of kernels are open; nothing on this "
            + $"page is an estimate.\n";

    public static string Page(Evidence evidence)
    {
        var (text, machine) = (new StringBuilder(Heading), evidence.Machine);
        text.Append(
            CultureInfo.InvariantCulture,
            $"{machine.DeviceName} (`{machine.Device}`); libtorch {machine.Libtorch}, TorchSharp {machine.TorchSharp}, .NET "
                + $"{machine.Dotnet}, {machine.System}; ");
        text.Append(CultureInfo.InvariantCulture, $"built from {machine.Commit}; {machine.Date}.\n\n");
        var failed = evidence.Checks.Count(check => !check.Passed);
        text.Append(
            CultureInfo.InvariantCulture,
            $"**{evidence.Checks.Count - failed} of {evidence.Checks.Count} checks "
                + $"passed{(failed > 0 ? $", {failed} FAILED" : "")}**.\n\n");
        AppendSpeed(text, evidence);
        foreach (var group in evidence.Checks.GroupBy(check => check.Group))
            AppendGroup(text, group.Key, [.. group]);
        return text.ToString();
    }

    private static void AppendSpeed(StringBuilder text, Evidence evidence)
    {
        if (evidence.Timings.Count == 0)
            return;
        text.Append("## One step, float32 with L2, on BasicNet's layout\n\n");
        text.Append("Microseconds, medians of nine rounds that are awaited at their end, both in turn in one process. Operations are calls "
            + "of libtorch, ");
        text.Append("kernels what the profiler counted.\n\n");
        text.Append("| optimizer | width | parameters | TorchSharp | tensors | times faster | operations | kernels of TorchSharp | kernels "
            + "of tensors | times fewer |\n");
        text.Append("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var t in evidence.Timings)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {t.Optimizer} | {t.Width} | {t.Parameters:N0} | {t.TorchSharp:0.0} | {t.Tensors:0.0} | {t.TorchSharp / t.Tensors:0.0} "
                    + $"| {t.Operations} | ");
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Count(t.TorchSharpLaunches)} | {Count(t.TensorLaunches)} | "
                    + $"{(t.TorchSharpLaunches / t.TensorLaunches)?.ToString("0.0", CultureInfo.InvariantCulture) ?? "not measured"} |\n");
        }

        text.Append('\n');
    }

    private static void AppendGroup(StringBuilder text, string heading, IReadOnlyList<Check> checks)
    {
        text.Append(CultureInfo.InvariantCulture, $"## {char.ToUpperInvariant(heading[0])}{heading[1..]}\n\n");
        if (checks.All(check => check.Largest is null))
        {
            foreach (var check in checks)
                text.Append(CultureInfo.InvariantCulture, $"* {check.What}: {Outcome(check)}\n");
            text.Append('\n');
            return;
        }

        text.Append("| what | cases | median | largest | bound | |\n|---|--:|--:|--:|--:|---|\n");
        foreach (var check in checks)
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {check.What} | {check.Cases} | {check.Median:G3} | {check.Largest:G3} | {check.Bound:G3} | {Outcome(check)} |\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"\nErrors are {Meaning(checks.Select(check => check.Unit).First(unit => unit is not null)!)}.\n\n");
    }

    private static string Meaning(string unit) => unit switch
    {
        "half ulps" => "in half units in the last place",
        "relative" => "relative to the largest number",
        _ => unit,
    };

    private static string Outcome(Check check) => check.Passed ? "passed" : $"**FAILED** {check.Failure}".TrimEnd();

    private static string Count(double? launches) => launches?.ToString("0.#", CultureInfo.InvariantCulture) ?? "not measured";
}
