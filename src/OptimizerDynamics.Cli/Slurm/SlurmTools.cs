using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace OptimizerDynamics.Cli;

/// <summary>A task that Slurm has in its queue or is running.</summary>
/// <param name="Job">The array's id.</param>
/// <param name="IsRunning">Whether it has begun, and is not over.</param>
/// <param name="Reason">Why it waits, in Slurm's word.</param>
internal sealed record LiveTask(string Job, bool IsRunning, string Reason);

/// <summary>Slurm's programs, as far as they are needed here.</summary>
internal static class SlurmTools
{
    private const string Separator = "|";

    /// <summary>States in which a task is over. Those that wait and those that run are more, and new versions of Slurm add some.</summary>
    private static readonly string[] Over =
        ["BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "REVOKED", "TIMEOUT"];

    private static readonly string[] Waiting = ["PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "RESV_DEL_HOLD", "SPECIAL_EXIT"];

    /// <summary>Submits a script.</summary>
    /// <returns>The job's id.</returns>
    /// <exception cref="FailureException">Slurm is not here, or refuses; the message is its own.</exception>
    public static string Submit(string script)
    {
        var (exitCode, output, errors) = Run("sbatch", "--parsable", script);
        return exitCode == 0 && output.Trim().Split(';')[0] is { Length: > 0 } job ? job : throw new FailureException($"sbatch refuses '{script}': {Said(errors, output)}");
    }

    /// <summary>The tasks that are in the queue or run, of jobs with some names.</summary>
    /// <returns>Them, by job name and task.</returns>
    /// <exception cref="FailureException">Slurm is not here, or does not answer: nothing can be said of them then.</exception>
    public static IReadOnlyDictionary<(string Name, int Task), LiveTask> Queue(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
            return ImmutableDictionary<(string, int), LiveTask>.Empty;
        var (exitCode, output, errors) = Run("squeue", "--noheader", "--array", $"--name={string.Join(',', names)}", $"--format={string.Join(Separator, "%j", "%F", "%K", "%T", "%r")}");
        if (exitCode != 0)
            throw new FailureException($"squeue does not say what is queued or running: {Said(errors, output)}");
        return (from line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                let words = line.Trim().Split(Separator)
                let task = words.Length == 5 && int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new FailureException($"squeue says what is not understood here: '{line}'")
                where !Over.Contains(words[3])
                select KeyValuePair.Create((words[0], task), new LiveTask(words[1], !Waiting.Contains(words[3]), words[4]))).ToDictionary();
    }

    /// <summary>How the tasks of a job ended, in Slurm's words, by task.</summary>
    /// <returns>What is known: nothing where the cluster keeps no accounts.</returns>
    public static IReadOnlyDictionary<int, string> Ended(string job)
    {
        try
        {
            var (exitCode, output, _) = Run("sacct", $"--jobs={job}", "--allocations", "--noheader", "--parsable2", "--format=JobID,State");
            return exitCode != 0 ? ImmutableDictionary<int, string>.Empty
                : (from line in output.Split('\n')
                   let words = line.Trim().Split(Separator)
                   where words.Length == 2 && words[0].StartsWith($"{job}_", StringComparison.Ordinal)
                   let task = int.TryParse(words[0][(job.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
                   where task > 0
                   select (task, words[1].Split(' ')[0])).ToDictionary();
        }
        catch (FailureException)
        {
            return ImmutableDictionary<int, string>.Empty;
        }
    }

    private static string Said(string errors, string output) =>
        string.Join("; ", (errors.Trim().Length > 0 ? errors : output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line[(line.IndexOf("error: ", StringComparison.Ordinal) is var at && at >= 0 ? at + "error: ".Length : 0)..]));

    private static (int ExitCode, string Output, string Errors) Run(string program, params string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.Result);
        }
        catch (System.ComponentModel.Win32Exception cause)
        {
            throw new FailureException($"'{program}' cannot be started: this has to run where Slurm's programs are on the PATH ({cause.Message})", cause);
        }
    }
}
