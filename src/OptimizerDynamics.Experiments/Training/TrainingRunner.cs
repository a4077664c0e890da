using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Runs training trials from their initialization or their last checkpoint to their records.</summary>
/// <param name="study">The study that they are run for.</param>
/// <param name="store">Where records, checkpoints and locks are kept.</param>
/// <param name="engine">Trains them.</param>
public sealed class TrainingRunner(string study, RunStore store, TrainingEngine engine)
{
    private static readonly TimeSpan _betweenReports = TimeSpan.FromSeconds(0.1);

    /// <summary>The hash of the study's plan, which records carry; null where it has none.</summary>
    public string? Plan { get; init; }

    /// <summary>The folders of the trials' files for TensorBoard, in the trials' order; none where there are to be none.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>Whether a trial that has a record, and did not fail, is left as it is.</summary>
    public bool SkipsRecorded { get; init; }

    /// <summary>Whether a network that was trained to its end is kept (<see cref="RunStore.TrainedOf"/>): a record has only the digest of
    /// θ.</summary>
    public bool KeepsTrained { get; init; }

    /// <summary>Iterations between checkpoints, at least 1.</summary>
    public long CheckpointEvery { get; init; } = 1000;

    /// <summary>Takes warnings, a line each.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <summary>Runs trials; those at the same step are packed into one network.</summary>
    /// <param name="trials">The trials, of one architecture, data set, mini-batch size and length where they are several.</param>
    /// <param name="progress">Takes the steps of all trials together, those of earlier runs included.</param>
    /// <param name="cancellation">Asks them to end before they are completed.</param>
    /// <returns>Their records, which have been written; null for one that another process is running.</returns>
    /// <exception cref="InputException">One cannot be run as it is.</exception>
    /// <exception cref="TrialStoppedException">They were asked to end; checkpoints have been written.</exception>
    public IReadOnlyList<TrialRecord?> Run(
        IReadOnlyList<TrainingTrial> trials, IProgress<RunProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentNullException.ThrowIfNull(progress);
        var (started, watch) = (DateTime.UtcNow, Stopwatch.StartNew());
        var (records, running) = (new TrialRecord?[trials.Count], new SortedList<int, RunningTraining>());
        try
        {
            foreach (var (index, trial) in trials.Index())
            {
                records[index] = RecordedBefore(trial, Events is [] ? null : Events[index], cancellation, out var begun);
                if (begun is not null)
                    running.Add(index, begun);
            }

            var seconds = running.Count > 0 ? Train([.. running.Values], progress, cancellation) : 0;
            if (running.Values.FirstOrDefault(trial => !trial.Training.IsCompleted) is { } least)
            {
                foreach (var trial in running.Values)
                    trial.Save();
                throw new TrialStoppedException(least.Steps);
            }

            foreach (var (index, trial) in running)
                records[index] = Finish(trial, running.Count, (started, watch), seconds);
            return records;
        }
        finally
        {
            foreach (var trial in running.Values)
                trial.Dispose();
        }
    }

    /// <summary>Begins a trial unless another process holds its lock, or it has a record and is not to be run again.</summary>
    /// <returns>The record that is left as it is; null otherwise.</returns>
    private TrialRecord? RecordedBefore(TrainingTrial trial, string? events, CancellationToken cancellation, out RunningTraining? begun)
    {
        begun = null;
        var id = trial.Specification.Id;
        if (store.TakeLock(study, id) is not { } held)
            return null;
        // Asked with the lock held: whoever held it before has written what there is to write.
        if (SkipsRecorded && store.Find(study, id, []) is { Status: not TrialStatus.Failed } before)
        {
            held.Dispose();
            return before;
        }

        begun = new RunningTraining(trial, engine, store.CheckpointOf(study, id), events, held, Warn, cancellation);
        return null;
    }

    /// <summary>Takes all steps: first those of the trials with the fewest, packed where they are several, until they have as many as the
    /// next ones.</summary>
    private double Train(IReadOnlyList<RunningTraining> running, IProgress<RunProgress> progress, CancellationToken cancellation)
    {
        var (watch, last) = (Stopwatch.StartNew(), -_betweenReports);
        void Report(bool isDue)
        {
            if (!isDue && watch.Elapsed - last < _betweenReports)
                return;
            last = watch.Elapsed;
            var steps = running.Select(trial => trial.Steps).ToList();
            progress.Report(new RunProgress(new TrialSteps(steps.Sum(one => one.Done), steps.Sum(one => one.Total)), NoteOf(running)));
        }

        foreach (var trial in running)
            trial.ShowPoints();
        Report(isDue: true);
        while (Open(running) is [_, ..] open && !cancellation.IsCancellationRequested)
        {
            if (!IsAnyTraining(open))
            {
                // Pruned networks differ in their layers and cannot be packed: each trial's are fine-tuned by themselves.
                Step([open[0]], pack: null);
                Report(isDue: Open(running) is []);
                continue;
            }

            open.RemoveAll(trial => !trial.Training.IsTraining);
            var least = open.Min(trial => trial.Steps.Done);
            var group = open.FindAll(trial => trial.Steps.Done == least);
            var next = open.Select(trial => trial.Steps.Done).Where(done => done > least).DefaultIfEmpty(long.MaxValue).Min();
            using var pack = group.Count > 1 ? TrainingSession.Pack(group.Select(trial => trial.Training)) : null;
            for (var done = least; done < next && IsAnyTraining(group) && !cancellation.IsCancellationRequested; done++)
            {
                Step(group, pack);
                Report(isDue: !IsAnyTraining(group));
            }
        }

        return watch.Elapsed.TotalSeconds;
    }

    private void Step(List<RunningTraining> group, PackedTrainer? pack)
    {
        if (pack is not null)
            pack.Step();
        else
            group[0].Training.Step();
        foreach (var trial in group)
        {
            trial.ShowPoints();
            if (!trial.Training.IsCompleted && trial.Steps.Done % CheckpointEvery == 0)
                trial.Save();
        }
    }

    private static bool IsAnyTraining(List<RunningTraining> running) => running.Exists(trial => trial.Training.IsTraining);

    private static List<RunningTraining> Open(IEnumerable<RunningTraining> running) =>
        [.. running.Where(trial => !trial.Training.IsCompleted)];

    /// <summary>Measures a trial that is completed, and writes its record; of the time of packed trials, each has its share.</summary>
    private TrialRecord Finish(RunningTraining trial, int packed, (DateTime At, Stopwatch Watch) started, double seconds)
    {
        var training = trial.Training;
        var measured = ImmutableSortedDictionary<string, double>.Empty.Add("threads", engine.Threads);
        if (packed > 1)
            measured = measured.Add("packed", packed);
        if (training.StepCount > trial.First)
            measured = measured.Add("iterationsPerSecond", Rounded((training.StepCount - trial.First) / seconds));
        var json = new JsonObject();
        if (training.Measure() is { } result)
        {
            trial.ShowEnd(result);
            json = result.ToJson();
            measured = measured.AddRange(result.Machine.Select(time => KeyValuePair.Create(time.Key, Rounded(time.Value))));
        }

        var record = new TrialRecord(
            study, trial.Trial.Specification, engine.Environment, started.At, started.Watch.Elapsed.TotalSeconds / packed,
            training.Divergence is null ? TrialStatus.Completed : TrialStatus.Diverged, training.Divergence, json)
        {
            Measured = measured,
            Remarks = training.Remark is { } remark ? [remark] : [],
            Plan = Plan,
        };
        if (KeepsTrained && training.Divergence is null)
            store.TrainedOf(study, record.Id).Write(trial.Steps, training.SaveState);
        store.Write(record);
        trial.Checkpoint.Delete();
        return record;
    }

    /// <summary>Loss and sparsity in words: the means of several trials.</summary>
    private static string NoteOf(IReadOnlyList<RunningTraining> running)
    {
        var points = running.Select(trial => trial.LastPoint).Where(point => point.Iteration > 0).ToList();
        if (points is [])
            return "";
        var (loss, inactive) = (points.Average(point => point.Loss), points.Average(point => point.Sparsity));
        var ofScale = running.All(trial => trial.Training.HasScale)
            ? string.Create(CultureInfo.InvariantCulture, $", {inactive:0.0 %} of γ below 1e-3")
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"loss {loss:0.000}{ofScale}");
    }

    private static double Rounded(double value) =>
        double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
