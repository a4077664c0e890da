using System.Globalization;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>Tells how the trials of a study stand: by their records, logs and checkpoints, and by what Slurm says.</summary>
internal sealed class TrialStates
{
    private readonly string _study, _folder;
    private readonly RunStore _store;
    private readonly ICollection<string> _notices;
    private readonly Dictionary<string, TrialRecord> _records;
    private readonly List<Submission> _submissions;
    private readonly IReadOnlyDictionary<(string Name, int Task), LiveTask> _queue;
    private readonly Dictionary<string, IReadOnlyDictionary<int, string>> _ends = [];

    private TrialStates(TrainingStudy study, string folder, ICollection<string> notices)
    {
        (_study, _folder, _store, _notices) = (study.Name, folder, new RunStore(folder), notices);
        _records = _store.ReadAll(study.Name, notices).ToDictionary(record => record.Id);
        var open = study.Trials.Select(trial => trial.Specification.Id).Where(id => !IsDone(id)).ToHashSet();
        _submissions = [.. Submission.ReadAll(folder, study.Name).Where(submission => submission.Trials.Any(open.Contains))];
        _queue = SlurmTools.Queue([.. _submissions.Select(submission => submission.Name)]);
    }

    /// <summary>How all trials of a study stand.</summary>
    /// <param name="study">The study.</param>
    /// <param name="folder">The run store's folder.</param>
    /// <param name="notices">Takes a line for each record that was set aside.</param>
    /// <exception cref="FailureException">Slurm had to be asked, and does not answer.</exception>
    public static IReadOnlyList<TrialState> Of(TrainingStudy study, string folder, ICollection<string> notices)
    {
        var states = new TrialStates(study, folder, notices);
        return [.. study.Trials.Select(states.Of)];
    }

    private TrialState Of(TrainingTrial trial)
    {
        var id = trial.Specification.Id;
        if (IsDone(id))
            return Done(trial, _records[id]);
        var submissions = _submissions.Where(submission => submission.TaskOf(id) > 0).Reverse().ToList();
        foreach (var submission in submissions)
        {
            if (_queue.TryGetValue((submission.Name, submission.TaskOf(id)), out var task))
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
            : new TrialState(trial, TrialStage.NotSubmitted, Checkpoint(trial), []);
    }

    private bool IsDone(string id) => _records.TryGetValue(id, out var record) && record.Status != TrialStatus.Failed;

    private static TrialState Done(TrainingTrial trial, TrialRecord record) => new(trial, TrialStage.Done, TrialPool.Outcome(record), []);

    private TrialState Live(TrainingTrial trial, Submission submission, LiveTask task)
    {
        if (!task.IsRunning)
            return new TrialState(trial, TrialStage.Queued, Joined(task.Reason is "None" ? "" : task.Reason, Checkpoint(trial)), []);
        // The log says it every so often, the checkpoint when it is written.
        var (told, done) = (TaskLog.Of(submission.LogOf(trial.Specification.Id))?.Progress, CheckpointDone(trial) ?? 0);
        return new TrialState(trial, TrialStage.Running, told is null || told.Value.Done < done ? Checkpoint(trial) : Joined(Iterations(told.Value.Done, told.Value.Total), told.Value.Note), []);
    }

    private TrialState Over(TrainingTrial trial, Submission submission, TaskLog log)
    {
        var (id, end) = (trial.Specification.Id, "");
        if (submission.Job is { } job)
        {
            if (!_ends.TryGetValue(job, out var ends))
                _ends[job] = ends = SlurmTools.Ended(job);
            end = ends.GetValueOrDefault(submission.TaskOf(id), "");
        }

        return log.WasStopped
            ? new TrialState(trial, TrialStage.Stopped, Joined(end, Checkpoint(trial)), [])
            : new TrialState(trial, TrialStage.Failed, Joined(end, Checkpoint(trial), submission.LogOf(id)), log.LastLines);
    }

    /// <summary>How far the trial would be gone on with, in words; nothing where it would begin anew.</summary>
    private string Checkpoint(TrainingTrial trial) => CheckpointDone(trial) is { } done ? $"checkpoint after {Iterations(done, trial.Iterations)}" : "";

    private long? CheckpointDone(TrainingTrial trial)
    {
        try
        {
            using var file = new FileStream(TrainingRunner.CheckpointOf(_folder, _study, trial.Specification.Id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Trainer.DoneAt(file);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static string Iterations(long done, long total) => string.Create(CultureInfo.InvariantCulture, $"{done}{(total > 0 ? $" of {total}" : "")} iterations");

    private static string Joined(params string[] parts) => string.Join(", ", parts.Where(part => part.Length > 0));
}
