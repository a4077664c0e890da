using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>A program, and the first words it is started with.</summary>
/// <param name="Path">The program.</param>
/// <param name="Words">The words.</param>
public sealed record ProgramCommand(string Path, IReadOnlyList<string> Words);

/// <summary>Runs trials side by side, in processes that take one after another: one that crashes takes none with it.</summary>
/// <remarks>A trial that fails is started once more, from its checkpoint; failing again it has a record of status <c>failed</c> with its
/// last lines, and the others are run. A trial that another process is running is waited for.</remarks>
/// <param name="program">What speaks <see cref="TrialProtocol"/>: <c>optdyn</c>, without its command.</param>
/// <param name="device">Where they compute: <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
public sealed class ProcessExecutor(ProgramCommand program, string device) : ITrialExecutor
{
    private const int Attempts = 2;

    /// <summary>How trials are run.</summary>
    public ExecutorOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public IReadOnlyCollection<TrialRecord> Run(StudyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var idle = new ConcurrentBag<TrialProcess>();
        try
        {
            return new TrialQueue(run, Options, group => Run(run, group, idle)).Run(run.Jobs);
        }
        finally
        {
            foreach (var process in idle)
                process.Dispose();
        }
    }

    private TrialRecord?[] Run(StudyRun run, IReadOnlyList<IStudyTrial> group, ConcurrentBag<TrialProcess> idle)
    {
        var (started, watch) = (DateTime.UtcNow, Stopwatch.StartNew());
        var told = new GroupProgress(group, run.Progress);
        for (var attempt = 1; ; attempt++)
        {
            // What failed once is tried in a process of its own.
            var (exitCode, errors) = Run(OptionsOf(run, group), group, told, attempt == 1 ? idle : [], run.End);
            if (exitCode == TrialProtocol.Success)
                return [.. group.Select(trial => RecordOf(run, trial))];
            if (run.End.IsCancellationRequested || exitCode is TrialProtocol.Busy or TrialProtocol.Interrupted || group.Count > 1)
                return new TrialRecord?[group.Count];
            if (attempt < Attempts)
                continue;
            var signal = exitCode > 128 ? $" (signal {exitCode - 128})" : "";
            var reason = $"its process ended {attempt} times, with the exit code {exitCode}{signal}: {errors}";
            var failed = new TrialRecord(
                run.Study.Name, group[0].Specification, run.Environment with { Device = device }, started, watch.Elapsed.TotalSeconds,
                TrialStatus.Failed, reason, [])
            { Plan = run.Study.Plan?.Hash };
            run.Store.Write(failed);
            return [failed];
        }
    }

    /// <summary>Runs a group in a process that waits for one, or in a new one; it waits again where all went well.</summary>
    private (int ExitCode, string Errors) Run(
        List<string> options, IReadOnlyList<IStudyTrial> group, GroupProgress progress, ConcurrentBag<TrialProcess> idle,
        CancellationToken end)
    {
        var process = Waiting(options, idle) ?? new TrialProcess(program, options);
        var isWaiting = false;
        try
        {
            var outcome = process.Run([.. group.Select(trial => trial.Specification.Canonical)], progress, end);
            isWaiting = outcome.ExitCode == TrialProtocol.Success && !end.IsCancellationRequested && !process.HasExited;
            return outcome;
        }
        finally
        {
            if (isWaiting)
                idle.Add(process);
            else
                process.Dispose();
        }
    }

    /// <summary>A process that waits for trials with such options; null where there is none. One that has died meanwhile, or was started
    /// with other options, is let go.</summary>
    private static TrialProcess? Waiting(List<string> options, ConcurrentBag<TrialProcess> idle)
    {
        while (idle.TryTake(out var process))
        {
            if (!process.HasExited && process.Options.SequenceEqual(options))
                return process;
            process.Dispose();
        }

        return null;
    }

    private static TrialRecord RecordOf(StudyRun run, IStudyTrial trial) => run.Store.Find(run.Study.Name, trial.Specification.Id, [])
        ?? throw new FailureException($"the trial {trial.Specification.Id} ended without a record");

    private List<string> OptionsOf(StudyRun run, IReadOnlyList<IStudyTrial> group)
    {
        List<string> options =
        [
            TrialProtocol.StudyOption, run.Study.Name, TrialProtocol.StoreOption, run.Store.Folder, TrialProtocol.DeviceOption, device,
            TrialProtocol.CheckpointOption, Options.CheckpointEvery.ToString(CultureInfo.InvariantCulture), TrialProtocol.WatchOption,
        ];
        if (Options.Events is { } events)
            options.AddRange(group.SelectMany(trial => new[] { TrialProtocol.EventsOption, events.PathOf(trial) }));
        if (run.Study.Plan is { } plan)
            options.AddRange([TrialProtocol.PlanOption, plan.Hash]);
        if (!Options.RunsRecorded)
            options.Add(TrialProtocol.UnlessRecordedOption);
        if (group.Count > 1)
            options.AddRange([TrialProtocol.PackOption, $"{group.Count}"]);
        return options;
    }
}
