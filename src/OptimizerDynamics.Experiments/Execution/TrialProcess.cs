using System.ComponentModel;
using System.Diagnostics;

namespace OptimizerDynamics.Experiments;

/// <summary>A process that runs trials (<see cref="TrialProtocol"/>). Where this process ends, however it does, that one leaves a
/// checkpoint and ends too.</summary>
/// <param name="program">The program.</param>
/// <param name="options">The command's options.</param>
internal sealed class TrialProcess(ProgramCommand program, IReadOnlyList<string> options)
{
    private const int LastLines = 4;

    /// <summary>Runs trials to the end of their process.</summary>
    /// <param name="specifications">The trials, a line of JSON each.</param>
    /// <param name="progress">Takes the trials' progress.</param>
    /// <param name="cancellation">Asks the process to end.</param>
    /// <returns>The exit code (above 128 where a signal killed it), and the last lines of its errors.</returns>
    /// <exception cref="FailureException">The process cannot be started.</exception>
    public (int ExitCode, string Errors) Run(
        IReadOnlyList<string> specifications, IProgress<RunProgress> progress, CancellationToken cancellation)
    {
        using var process = Start();
        var errors = new Queue<string>();
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.OutputDataReceived += (_, line) =>
        {
            if (TrialMessage.Parse(line.Data) is ProgressMessage message)
                progress.Report(message.Progress);
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        try
        {
            foreach (var specification in specifications)
                process.StandardInput.WriteLine(specification);
            process.StandardInput.Flush();
            using var registered = cancellation.Register(process.StandardInput.Close);
            process.WaitForExit();
        }
        catch (IOException)
        {
            // It ended before it read: its exit code says why.
            process.WaitForExit();
        }

        return (process.ExitCode, string.Join(" / ", errors));
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(program.Path, [.. program.Words, TrialProtocol.Command, .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Side by side, each process computes on one thread: more would only wait for each other.
        start.Environment["OMP_NUM_THREADS"] = start.Environment["MKL_NUM_THREADS"] = "1";
        try
        {
            return Process.Start(start) ?? throw new FailureException($"'{program.Path}' cannot be started");
        }
        catch (Win32Exception cause)
        {
            throw new FailureException($"'{program.Path}' cannot be started: {cause.Message}", cause);
        }
    }

    private static void Keep(Queue<string> errors, string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        errors.Enqueue(PlainText.Shown(line.Trim()));
        while (errors.Count > LastLines)
            errors.Dequeue();
    }
}
