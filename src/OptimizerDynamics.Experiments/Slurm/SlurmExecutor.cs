namespace OptimizerDynamics.Experiments;

/// <summary>Runs trainings as tasks of Slurm, and waits for them; tasks keep running where the waiting is interrupted.</summary>
/// <remarks>What is queued, running or recorded is not submitted again. A task that its time limit, or someone, ended is submitted
/// again and resumes; one that failed has a record of status <c>failed</c> with the last lines of its log.</remarks>
/// <param name="slurm">How the tasks run; its run store is that of the study's run.</param>
public sealed class SlurmExecutor(SlurmRun slurm) : ITrialExecutor
{
    /// <summary>The time between two queries of the tasks' states.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Takes warnings, a line each.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <inheritdoc/>
    public IReadOnlyCollection<TrialRecord> Run(StudyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var open = run.Trials.Cast<IStudyTrial>().ToList();
        var records = new List<TrialRecord>();
        // What failed before this run is tried again, once.
        for (var isFirst = true; ; isFirst = false)
        {
            run.End.ThrowIfCancellationRequested();
            Submit(run.Study.Name, open, state => !state.IsTakenCareOf && (isFirst || state.Stage != TrialStage.Failed));
            var states = StatesOf(run.Study.Name, open);
            foreach (var state in states.Where(state => state.Stage is TrialStage.Done or TrialStage.Failed))
            {
                var record = state.Stage == TrialStage.Done ? RecordOf(run, state.Trial) : Failed(run, state);
                records.Add(record);
                run.Progress.Report(new TrialProgress(record.Id, TrialPhase.Recorded, 1, Record: record));
            }

            open = [.. states.Where(state => state.Stage is not (TrialStage.Done or TrialStage.Failed)).Select(state => state.Trial)];
            if (open.Count == 0)
                return records;
            run.End.WaitHandle.WaitOne(Pause);
        }
    }

    private void Submit(string study, IReadOnlyCollection<IStudyTrial> trials, Func<TrialState, bool> isFree)
    {
        var submitter = new SlurmSubmitter(study, slurm);
        using var held = submitter.Lock();
        var free = StatesOf(study, trials).Where(isFree);
        foreach (var _ in submitter.Submit([.. free.Select(state => state.Trial)]))
        {
            // Each is submitted when it is asked for.
        }
    }

    private IReadOnlyList<TrialState> StatesOf(string study, IReadOnlyCollection<IStudyTrial> trials)
    {
        var notices = new List<string>();
        var states = TrialStates.Of(study, trials, slurm.Store, notices);
        notices.ForEach(Warn);
        return states;
    }

    private TrialRecord RecordOf(StudyRun run, IStudyTrial trial) => slurm.Store.Find(run.Study.Name, trial.Specification.Id, [])
        ?? throw new FailureException($"the record of the trial {trial.Specification.Id} was removed");

    private TrialRecord Failed(StudyRun run, TrialState state)
    {
        var reason = string.Join(" / ", state.LastLines.Prepend(state.Note).Where(line => line.Length > 0));
        var failed = new TrialRecord(
            run.Study.Name, state.Trial.Specification, run.Environment with { Device = slurm.Device }, DateTime.UtcNow, 0,
            TrialStatus.Failed, reason, [])
        { Plan = slurm.Plan };
        slurm.Store.Write(failed);
        return failed;
    }
}
