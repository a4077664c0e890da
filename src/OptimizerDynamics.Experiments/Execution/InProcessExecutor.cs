using System.Diagnostics;

namespace OptimizerDynamics.Experiments;

/// <summary>Runs trials in this process, one group after another: for users of the library without the command line.</summary>
/// <remarks>A trial that cannot be run as it is has a record of status <c>failed</c> with the reason, and the others are run. The number
/// of jobs is ignored: the engine has the threads.</remarks>
/// <param name="engine">Trains their networks; it belongs to the caller.</param>
public sealed class InProcessExecutor(TrainingEngine engine) : ITrialExecutor
{
    /// <summary>How trials are run.</summary>
    public ExecutorOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public IReadOnlyCollection<TrialRecord> Run(StudyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new TrialQueue(run, Options, group => Run(run, group)).Run(workers: 1);
    }

    private IReadOnlyList<TrialRecord?> Run(StudyRun run, IReadOnlyList<IStudyTrial> group)
    {
        var (started, watch) = (DateTime.UtcNow, Stopwatch.StartNew());
        var together = new TrialRun
        {
            Study = run.Study.Name,
            Plan = run.Study.Plan?.Hash,
            Trials = group,
            Store = run.Store,
            Environment = run.Environment,
            EngineOf = _ => engine,
            Events = Options.Events is { } events ? [.. group.Select(events.PathOf)] : [],
            SkipsRecorded = !Options.RunsRecorded,
            CheckpointEvery = Options.CheckpointEvery,
            Warn = Options.Warn,
            Progress = new GroupProgress(group, run.Progress),
            End = run.End,
        };
        try
        {
            return run.Study.Kind.RunHere(together);
        }
        catch (InputException cause) when (group.Count == 1)
        {
            var failed = new TrialRecord(
                run.Study.Name, group[0].Specification, engine.Environment, started, watch.Elapsed.TotalSeconds,
                TrialStatus.Failed, cause.Message, [])
            { Plan = run.Study.Plan?.Hash };
            run.Store.Write(failed);
            return [failed];
        }
        catch (InputException)
        {
            return new TrialRecord?[group.Count];
        }
    }
}

/// <summary>Reports the progress of a group as that of each of its trials.</summary>
/// <param name="group">The trials that run together.</param>
/// <param name="progress">Takes the progress of each.</param>
internal sealed class GroupProgress(IReadOnlyList<IStudyTrial> group, IProgress<TrialProgress> progress) : IProgress<RunProgress>
{
    public void Report(RunProgress value)
    {
        var share = value.Steps.Total == 0 ? 0 : (double)value.Steps.Done / value.Steps.Total;
        foreach (var trial in group)
            progress.Report(new TrialProgress(trial.Specification.Id, TrialPhase.Running, share, value.Note, value.Steps));
    }
}
