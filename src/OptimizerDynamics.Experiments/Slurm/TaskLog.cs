using System.Text;

namespace OptimizerDynamics.Experiments;

/// <summary>The end of a task's log: messages of the trial's process (<see cref="TrialMessage"/>), and text of others.</summary>
/// <param name="Progress">The last message that says how far the trial was; null where there is none.</param>
/// <param name="WasStopped">Whether the task was ended from outside where it can be resumed: the trial's last message says so, or Slurm
/// does behind it.</param>
/// <param name="LastLines">The last lines of text.</param>
internal sealed record TaskLog(RunProgress? Progress, bool WasStopped, IReadOnlyList<string> LastLines)
{
    private const int Read = 1 << 14, Shown = 4;

    /// <summary>What Slurm writes into the log of a task that it ends: the only text that is recognized, because Slurm has no other sign
    /// where it keeps no accounts.</summary>
    private const string EndedBySlurm = " CANCELLED AT ";

    /// <summary>Reads the end of a log.</summary>
    /// <param name="path">The log.</param>
    /// <returns>The end of the log; null where there is no such file: the task has not begun.</returns>
    public static TaskLog? Of(string path)
    {
        if (!File.Exists(path))
            return null;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(-Math.Min(Read, file.Length), SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var (progress, wasStopped, text) = (default(RunProgress), false, new List<string>());
        while (reader.ReadLine()?.Trim() is { } line)
        {
            switch (TrialMessage.Parse(line))
            {
                case ProgressMessage message:
                    (progress, wasStopped) = (message.Progress, false);
                    break;
                case StoppedMessage:
                    wasStopped = true;
                    break;
                case null when line.Length > 0:
                    text.Add(PlainText.Shown(line));
                    wasStopped |= line.Contains(EndedBySlurm, StringComparison.Ordinal);
                    break;
            }
        }

        return new TaskLog(progress, wasStopped, [.. text.TakeLast(Shown)]);
    }
}
