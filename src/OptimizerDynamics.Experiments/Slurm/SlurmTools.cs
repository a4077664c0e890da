using System.Collections.Immutable;
using System.Diagnostics;

namespace OptimizerDynamics.Experiments;

/// <summary>A task as Slurm knows it.</summary>
/// <param name="Job">The array's id.</param>
/// <param name="State">Its state, in Slurm's word, such as <c>PENDING</c>.</param>
/// <param name="Reason">Why it waits, in Slurm's word.</param>
internal sealed record SlurmTask(string Job, string State, string Reason)
{
    /// <summary>States in which a task is over. Those that wait and those that run are more, and new versions of Slurm add some.</summary>
    private static readonly string[] _over =
    [
        "BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "REVOKED", "TIMEOUT",
    ];

    private static readonly string[] _waiting =
        ["PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "RESV_DEL_HOLD", "SPECIAL_EXIT"];

    private static readonly string[] _stopped = ["CANCELLED", "DEADLINE", "NODE_FAIL", "PREEMPTED", "TIMEOUT"];

    /// <summary>Whether it is over.</summary>
    public bool IsOver => _over.Contains(State);

    /// <summary>Whether it waits to run.</summary>
    public bool IsWaiting => _waiting.Contains(State);

    /// <summary>Whether a state says that a task was ended from outside, so that it is worth resuming.</summary>
    /// <param name="state">The state.</param>
    public static bool IsStopped(string state) => _stopped.Contains(state);
}

/// <summary>Slurm's programs, as far as they are needed here.</summary>
internal static class SlurmTools
{
    private const string Separator = "|", ErrorMark = "error: ";

    /// <summary>Submits a script.</summary>
    /// <returns>The job's id.</returns>
    /// <exception cref="FailureException">Slurm is not here, or refuses; the message is its own.</exception>
    public static string Submit(string script)
    {
        var (exitCode, output, errors) = Run("sbatch", "", "--parsable", script);
        if (exitCode != 0)
            throw new FailureException($"sbatch refuses '{script}': {Said(errors, output)}");
        return output.Trim().Split(';')[0] is var job && SlurmNumber.In(job) > 0
            ? job
            : throw new FailureException($"sbatch says what is not understood here: '{PlainText.Shown(output.Trim())}'");
    }

    /// <summary>Asks whether a script would be submitted.</summary>
    /// <param name="script">The script's text.</param>
    /// <exception cref="FailureException">Slurm is not here, or would refuse; the message is its own.</exception>
    public static void Test(string script)
    {
        var (exitCode, output, errors) = Run("sbatch", script, "--test-only");
        if (exitCode != 0)
            throw new FailureException($"sbatch would refuse the job: {Said(errors, output)}");
    }

    /// <summary>The tasks that Slurm knows of jobs with some names: those that wait or run, and those that ended a short while
    /// ago.</summary>
    /// <returns>The tasks by job name and number.</returns>
    /// <exception cref="FailureException">Slurm is not here, or does not answer: nothing can be said of them then.</exception>
    public static IReadOnlyDictionary<(string Name, int Task), SlurmTask> Tasks(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
            return ImmutableDictionary<(string, int), SlurmTask>.Empty;
        var format = string.Join(Separator, "%j", "%F", "%K", "%T", "%r");
        var (exitCode, output, errors) = Run(
            "squeue", "", "--noheader", "--array", "--states=all", $"--name={string.Join(',', names)}", $"--format={format}");
        return exitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(TaskIn).ToDictionary()
            : throw new FailureException($"squeue does not say what is queued or running: {Said(errors, output)}");
    }

    /// <summary>How the tasks of a job ended, in Slurm's words, by task.</summary>
    /// <returns>What is known: nothing where the cluster keeps no accounts.</returns>
    public static IReadOnlyDictionary<int, string> Ended(string job)
    {
        try
        {
            var (exitCode, output, _) = Run(
                "sacct", "", $"--jobs={job}", "--allocations", "--noheader", "--parsable2", "--format=JobID,State");
            return exitCode != 0 ? ImmutableDictionary<int, string>.Empty
                : (from line in output.Split('\n')
                   let words = line.Trim().Split(Separator)
                   where words.Length == 2 && words[0].StartsWith($"{job}_", StringComparison.Ordinal)
                   let task = SlurmNumber.In(words[0][(job.Length + 1)..])
                   where task > 0
                   select (task, words[1].Split(' ')[0])).ToDictionary();
        }
        catch (FailureException)
        {
            return ImmutableDictionary<int, string>.Empty;
        }
    }

    private static KeyValuePair<(string Name, int Task), SlurmTask> TaskIn(string line) =>
        line.Split(Separator) is [var name, var job, var task, var state, var reason] && SlurmNumber.In(task) is var number and > 0
            ? KeyValuePair.Create((name, number), new SlurmTask(job, state, reason))
            : throw new FailureException($"squeue says what is not understood here: '{PlainText.Shown(line)}'");

    private static string Said(string errors, string output)
    {
        var lines = (errors.Trim().Length > 0 ? errors : output)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join("; ", lines.Select(line =>
            line.IndexOf(ErrorMark, StringComparison.Ordinal) is var at and >= 0 ? line[(at + ErrorMark.Length)..] : line));
    }

    private static (int ExitCode, string Output, string Errors) Run(string program, string input, params string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, words)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = process.StandardError.ReadToEndAsync();
            Tell(process, input);
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.Result);
        }
        catch (System.ComponentModel.Win32Exception cause)
        {
            throw new FailureException(
                $"'{program}' cannot be started: this has to run where Slurm's programs are on the PATH ({cause.Message})", cause);
        }
    }

    private static void Tell(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read: its exit code says why.
        }
    }
}
