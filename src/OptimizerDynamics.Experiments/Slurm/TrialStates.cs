using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>The states of a study's trials, from their records, logs and checkpoints, and from Slurm.</summary>
public sealed class TrialStates
{
    private readonly string _study;
    private readonly RunStore _store;
    private readonly ICollection<string> _notices;
    private readonly Dictionary<string, TrialRecord> _records;
    private readonly List<Submission> _submissions;
    private readonly IReadOnlyDictionary<(string Name, int Task), SlurmTask> _tasks;
    private readonly Dictionary<string, IReadOnlyDictionary<int, string>> _ends = [];

    private TrialStates(string study, IReadOnlyCollection<IStudyTrial> trials, RunStore store, ICollection<string> notices)
    {
        (_study, _store, _notices) = (study, store, notices);
        _records = store.ReadAll(study, notices).ToDictionary(record => record.Id);
        var open = trials.Select(trial => trial.Specification.Id).Where(id => !IsDone(id)).ToHashSet();
        _submissions = [.. Submission.ReadAll(store, study).Where(submission => submission.Trials.Any(open.Contains))];
        _tasks = SlurmTools.Tasks([.. _submissions.Select(submission => submission.Name)]);
    }

    /// <summary>The states of trials.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="trials">The trials.</param>
    /// <param name="store">The run store.</param>
    /// <param name="notices">Takes a line for each record that was set aside.</param>
    /// <exception cref="FailureException">Slurm had to be asked, and does not answer.</exception>
    public static IReadOnlyList<TrialState> Of(
        string study, IReadOnlyCollection<IStudyTrial> trials, RunStore store, ICollection<string> notices)
    {
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentNullException.ThrowIfNull(store);
        var states = new TrialStates(study, trials, store, notices);
        return [.. trials.Select(states.Of)];
    }

    private TrialState Of(IStudyTrial trial)
    {
        var id = trial.Specification.Id;
        if (IsDone(id))
            return Done(trial, _records[id]);
        var submissions = _submissions.Where(submission => submission.TaskOf(id) > 0).Reverse().ToList();
        foreach (var submission in submissions)
        {
            if (_tasks.TryGetValue((submission.Name, submission.TaskOf(id)), out var task) && !task.IsOver)
                return Live(trial, submission, task);
        }

        // Slurm was asked after the records were read: the trial may have come to its end between the two.
        if (_store.Find(_study, id, _notices) is { Status: not TrialStatus.Failed } record)
            return Done(trial, record);
        foreach (var submission in submissions)
        {
            if (TaskLog.Of(submission.LogOf(id)) is { } log)
                return Over(trial, submission, log);
        }

        return _records.TryGetValue(id, out var failed)
            ? new TrialState(trial, TrialStage.Failed, failed.Reason ?? "", [])
            : new TrialState(trial, TrialStage.NotSubmitted, CheckpointOf(trial), []);
    }

    private bool IsDone(string id) => _records.TryGetValue(id, out var record) && record.Status != TrialStatus.Failed;

    private static TrialState Done(IStudyTrial trial, TrialRecord record) => new(trial, TrialStage.Done, trial.OutcomeOf(record), []);

    private TrialState Live(IStudyTrial trial, Submission submission, SlurmTask task)
    {
        var checkpoint = CheckpointOf(trial);
        if (task.IsWaiting)
            return new TrialState(trial, TrialStage.Queued, Joined(task.Reason is "None" ? "" : task.Reason, checkpoint), []);
        // The log says it every so often, the checkpoint when it is written.
        var told = TaskLog.Of(submission.LogOf(trial.Specification.Id))?.Progress;
        var isTold = told is not null && told.Steps.Done >= (StepsOf(trial)?.Done ?? 0);
        return new TrialState(trial, TrialStage.Running, isTold ? Joined(Iterations(told!.Steps), told.Note) : checkpoint, []);
    }

    private TrialState Over(IStudyTrial trial, Submission submission, TaskLog log)
    {
        var end = EndOf(submission, trial.Specification.Id);
        var wasStopped = SlurmTask.IsStopped(end);
        return wasStopped || log.WasStopped
            ? new TrialState(trial, TrialStage.Stopped, Joined(wasStopped ? end : "", CheckpointOf(trial)), [])
            : new TrialState(
                trial, TrialStage.Failed, Joined(end, CheckpointOf(trial), submission.LogOf(trial.Specification.Id)), log.LastLines);
    }

    /// <summary>How a task ended, in Slurm's word: by its accounts, or by what it still knows of the job; empty where neither says
    /// it.</summary>
    private string EndOf(Submission submission, string trial)
    {
        var task = submission.TaskOf(trial);
        if (submission.Job is { } job)
        {
            if (!_ends.TryGetValue(job, out var ends))
                _ends[job] = ends = SlurmTools.Ended(job);
            if (ends.TryGetValue(task, out var end))
                return end;
        }

        return _tasks.TryGetValue((submission.Name, task), out var known) ? known.State : "";
    }

    /// <summary>The steps of the trial's checkpoint, in words; empty where there is none.</summary>
    private string CheckpointOf(IStudyTrial trial) => StepsOf(trial) is { } steps ? $"checkpoint after {Iterations(steps)}" : "";

    private TrialSteps? StepsOf(IStudyTrial trial) => _store.CheckpointOf(_study, trial.Specification.Id).Steps;

    private static string Iterations(TrialSteps steps) =>
        string.Create(CultureInfo.InvariantCulture, $"{steps.Done} of {steps.Total} iterations");

    private static string Joined(params string[] parts) => string.Join(", ", parts.Where(part => part.Length > 0));
}
