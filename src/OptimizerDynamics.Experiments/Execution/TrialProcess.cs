using System.ComponentModel;
using System.Diagnostics;

namespace OptimizerDynamics.Experiments;

/// <summary>A process that runs trials, one group after another (<see cref="TrialProtocol"/>): what it has read, drawn and compiled serves
/// the next. Where this process ends, however it does, that one leaves a checkpoint and ends too.</summary>
internal sealed class TrialProcess : IDisposable
{
    private const int LastLines = 4;

    private readonly Process _process;
    private readonly Queue<string> _errors = new();
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _changed = new(false);
    private IProgress<RunProgress>? _progress;
    private int _open;

    /// <summary>Starts the process.</summary>
    /// <param name="program">The program.</param>
    /// <param name="options">The command's options.</param>
    /// <exception cref="FailureException">The process cannot be started.</exception>
    public TrialProcess(ProgramCommand program, IReadOnlyList<string> options)
    {
        Options = options;
        _process = Start(program, options);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.OutputDataReceived += (_, line) => Hear(TrialMessage.Parse(line.Data));
        _process.Exited += (_, _) => _changed.Set();
        _process.EnableRaisingEvents = true;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>The options that it was started with.</summary>
    public IReadOnlyList<string> Options { get; }

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Runs a group of trials until each has its record, or the process has ended.</summary>
    /// <param name="specifications">The trials, a line of JSON each.</param>
    /// <param name="progress">Takes the trials' progress.</param>
    /// <param name="cancellation">Asks the process to end.</param>
    /// <returns>0, where each has its record: the process waits for more. Else the exit code with which it has ended (above 128 where a
    /// signal killed it; 1 where it ended well without all records), and the last lines of its errors.</returns>
    public (int ExitCode, string Errors) Run(
        IReadOnlyList<string> specifications, IProgress<RunProgress> progress, CancellationToken cancellation)
    {
        lock (_gate)
        {
            (_open, _progress) = (specifications.Count, progress);
            _errors.Clear();
        }

        try
        {
            foreach (var specification in specifications)
                _process.StandardInput.WriteLine(specification);
            _process.StandardInput.Flush();
            using var registered = cancellation.Register(_process.StandardInput.Close);
            while (!IsDone() && !_process.HasExited)
                _changed.WaitOne();
        }
        catch (IOException)
        {
            // It ended before it read: its exit code says why.
        }

        if (IsDone())
            return (TrialProtocol.Success, "");
        _process.WaitForExit();
        lock (_gate)
        {
            var exitCode = _open == 0 ? TrialProtocol.Success
                : _process.ExitCode == TrialProtocol.Success ? TrialProtocol.Failed
                : _process.ExitCode;
            return (exitCode, string.Join(" / ", _errors));
        }
    }

    /// <summary>Lets the process end, and waits for that.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read.
        }

        _process.WaitForExit();
        _process.Dispose();
        _changed.Dispose();
    }

    private static Process Start(ProgramCommand program, IReadOnlyList<string> options)
    {
        var start = new ProcessStartInfo(program.Path, [.. program.Words, TrialProtocol.Command, .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Side by side, each process computes on one thread: more would only wait for each other.
        start.Environment["OMP_NUM_THREADS"] = start.Environment["MKL_NUM_THREADS"] = "1";
        // Compiled once and for good: what runs for minutes gains nothing from being compiled in tiers, and sometimes keeps a worse one.
        start.Environment.TryAdd("DOTNET_TieredCompilation", "0");
        try
        {
            return Process.Start(start) ?? throw new FailureException($"'{program.Path}' cannot be started");
        }
        catch (Win32Exception cause)
        {
            throw new FailureException($"'{program.Path}' cannot be started: {cause.Message}", cause);
        }
    }

    private bool IsDone()
    {
        lock (_gate)
            return _open == 0;
    }

    private void Hear(TrialMessage? message)
    {
        lock (_gate)
        {
            switch (message)
            {
                case ProgressMessage told:
                    _progress?.Report(told.Progress);
                    break;
                case RecordMessage:
                    _open--;
                    _changed.Set();
                    break;
            }
        }
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_gate)
        {
            _errors.Enqueue(PlainText.Shown(line.Trim()));
            while (_errors.Count > LastLines)
                _errors.Dequeue();
        }
    }
}
