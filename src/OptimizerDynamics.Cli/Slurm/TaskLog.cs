using System.Text;

namespace OptimizerDynamics.Cli;

/// <summary>The end of a task's log.</summary>
/// <param name="Progress">The last line that says how far the trial was; null where there is none.</param>
/// <param name="LastLines">The last of all other lines.</param>
internal sealed record TaskLog((long Done, long Total, string Note)? Progress, IReadOnlyList<string> LastLines)
{
    private const int Read = 1 << 14, Shown = 4;

    /// <summary>Whether the task was ended from outside where it could be gone on with: by a warning, its time limit, or someone who cancelled it.</summary>
    public bool WasStopped => LastLines.Any(line => line.StartsWith("optdyn: stopped after ", StringComparison.Ordinal) || line.Contains(" CANCELLED AT ", StringComparison.Ordinal));

    /// <summary>Reads the end of a log.</summary>
    /// <param name="path">The log.</param>
    /// <returns>It, or null where there is no such file: the task has not begun.</returns>
    public static TaskLog? Of(string path)
    {
        if (!File.Exists(path))
            return null;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(-Math.Min(Read, file.Length), SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new TaskLog(
            lines.Select(TrialCommand.ProgressOf).LastOrDefault(progress => progress is not null),
            [.. lines.Where(line => !line.StartsWith(TrialCommand.Progress, StringComparison.Ordinal)).TakeLast(Shown)]);
    }
}
