using System.Diagnostics;

namespace OptimizerDynamics.Cli;

/// <summary>A process that runs one trial (<see cref="TrialCommand"/>). Where this process ends, however it does, that one leaves a checkpoint and ends too.</summary>
internal static class TrialProcess
{
    private const int LastLines = 4;

    /// <summary>Runs trials to the end of their process.</summary>
    /// <param name="specifications">The trials, a line of JSON each.</param>
    /// <param name="options">The command's options.</param>
    /// <param name="report">Is told how many steps were taken, of how many, and a note.</param>
    /// <param name="end">Asks the process to end.</param>
    /// <returns>The exit code (above 128 where a signal killed it), and the last lines of its errors.</returns>
    public static (int ExitCode, string Errors) Run(IEnumerable<string> specifications, IEnumerable<string> options, Action<long, long, string> report, CancellationToken end)
    {
        using var process = Start([TrialCommand.Name, .. options, TrialCommand.WatchInput]);
        var errors = new Queue<string>();
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.OutputDataReceived += (_, line) => Tell(line.Data, report);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        try
        {
            foreach (var specification in specifications)
                process.StandardInput.WriteLine(specification);
            process.StandardInput.Flush();
            using var registered = end.Register(process.StandardInput.Close);
            process.WaitForExit();
        }
        catch (IOException)
        {
            // It ended before it read: its exit code says why.
            process.WaitForExit();
        }

        return (process.ExitCode, string.Join(" / ", errors));
    }

    private static Process Start(IEnumerable<string> words)
    {
        var (program, first) = Program();
        var start = new ProcessStartInfo(program, [.. first, .. words]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // Side by side, each process computes on one thread: more would only wait for each other.
        start.Environment["OMP_NUM_THREADS"] = start.Environment["MKL_NUM_THREADS"] = "1";
        return Process.Start(start) ?? throw new FailureException($"'{program}' cannot be started");
    }

    /// <summary>This program: the executable that is running, or this library by the <c>dotnet</c> that runs it.</summary>
    public static (string Program, string[] Words) Program()
    {
        var running = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(running) switch
        {
            "optdyn" => (running, []),
            "dotnet" => (running, ["exec", Library]),
            _ => ("dotnet", ["exec", Library]),
        };
    }

    private static string Library => Path.Combine(AppContext.BaseDirectory, "optdyn.dll");

    private static void Keep(Queue<string> errors, string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        errors.Enqueue(line.Trim());
        while (errors.Count > LastLines)
            errors.Dequeue();
    }

    private static void Tell(string? line, Action<long, long, string> report)
    {
        if (TrialCommand.ProgressOf(line) is { } progress)
            report(progress.Done, progress.Total, progress.Note);
    }
}
