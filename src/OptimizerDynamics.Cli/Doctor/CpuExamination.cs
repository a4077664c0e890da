using System.Globalization;

namespace OptimizerDynamics.Cli;

/// <summary>The processor and the memory.</summary>
internal static class CpuExamination
{
    public static CpuFacts Run()
    {
        var model = Value(SystemFile.Lines("/proc/cpuinfo"), "model name");
        var memory = SystemFile.Lines("/proc/meminfo");
        // What a container allows, where that is less than what the machine has.
        var allowed = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var total = Math.Min(Bytes(memory, "MemTotal") ?? allowed, allowed);
        return new CpuFacts(model, total, Bytes(memory, "MemAvailable") is { } available ? Math.Min(available, total) : null);
    }

    /// <summary>A number of bytes from a line such as <c>MemTotal:       24684092 kB</c>.</summary>
    internal static long? Bytes(IEnumerable<string> lines, string key) =>
        InvariantNumber.TryParse(Value(lines, key)?.Split(' ')[0], NumberStyles.None, out long kibibytes)
        && kibibytes <= long.MaxValue / 1024
            ? kibibytes * 1024
            : null;

    private static string? Value(IEnumerable<string> lines, string key) =>
        lines.Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .FirstOrDefault(pair => pair is [var name, _] && name == key)?[1];
}
