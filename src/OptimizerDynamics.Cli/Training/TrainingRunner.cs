using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using OptimizerDynamics.Data;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>Shows a training while it goes on.</summary>
/// <param name="done">How many steps were taken before.</param>
/// <param name="total">How many there are in all.</param>
/// <param name="work">The training; it is given what to call with how many more steps were taken and a note.</param>
internal delegate void TrainingDisplay(long done, long total, Action<Action<long, string>> work);

/// <summary>Runs a training trial from its beginning or from its last checkpoint to its record.</summary>
/// <param name="study">The study that it is run for.</param>
/// <param name="folder">Where records and checkpoints are kept.</param>
/// <param name="data">The data set of its trials.</param>
/// <param name="device">Where it computes.</param>
/// <param name="threads">On how many threads; 0 for as many as libtorch likes.</param>
/// <param name="checkpointEvery">How many iterations lie between checkpoints.</param>
/// <param name="errors">Takes warnings.</param>
internal sealed class TrainingRunner(string study, string folder, KnownData data, string device, int threads, long checkpointEvery, TextWriter errors)
{
    /// <summary>What the names of <see cref="TrainingNames.Augmentations"/> mean.</summary>
    internal static readonly ImmutableSortedDictionary<string, Augmentation> Augmentations = ImmutableSortedDictionary<string, Augmentation>.Empty
        .Add("none", Augmentation.None).Add("flip", Augmentation.Flip).Add("crop-flip", Augmentation.CropFlip).Add("resized-crop-flip", Augmentation.ResizedCropFlip);

    private static readonly TimeSpan BetweenNotes = TimeSpan.FromSeconds(0.1);

    /// <summary>The folders of the trials' files for TensorBoard, in their order; none where there are to be none.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>Whether a trial that has a record, and did not fail, is left as it is.</summary>
    public bool GoesByRecords { get; init; }

    /// <summary>Runs a trial.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="display">Shows it.</param>
    /// <param name="end">Asks it to end before it is over.</param>
    /// <returns>Its record, which has been written; null where another process is running it.</returns>
    /// <exception cref="InputException">It cannot be run as it is.</exception>
    /// <exception cref="OperationCanceledException">It was asked to end; a checkpoint has been written.</exception>
    public TrialRecord? Run(TrainingTrial trial, TrainingDisplay display, CancellationToken end) => Run([trial], display, end)[0];

    /// <summary>Runs trials, those that are as far on packed into one network (<see cref="PackedTrainer"/>).</summary>
    /// <param name="trials">The trials, of one architecture, data set, mini-batch and length where they are several.</param>
    /// <param name="display">Shows them: it counts the steps of all.</param>
    /// <param name="end">Asks them to end before they are over.</param>
    /// <returns>Their records, which have been written; null for one that another process is running.</returns>
    /// <exception cref="InputException">One cannot be run as it is.</exception>
    /// <exception cref="OperationCanceledException">They were asked to end; checkpoints have been written.</exception>
    public IReadOnlyList<TrialRecord?> Run(IReadOnlyList<TrainingTrial> trials, TrainingDisplay display, CancellationToken end)
    {
        LibtorchDevice.Require(device);
        if (threads > 0)
            TorchThreads.Count = threads;
        var (started, watch) = (DateTime.UtcNow, Stopwatch.StartNew());
        var (records, running) = (new TrialRecord?[trials.Count], new List<RunningTrial>());
        using var shared = new SharedImages();
        try
        {
            foreach (var (place, trial) in trials.Index())
            {
                var held = TrialLock.Take(Path.Combine(folder, study, $"{trial.Specification.Id}.lock"));
                if (held is null)
                    continue;
                // Asked with the lock held: whoever held it before has written what there is to write.
                if (GoesByRecords && new RunStore(folder).Find(study, trial.Specification.Id, []) is { Status: not TrialStatus.Failed } before)
                {
                    records[place] = before;
                    held.Dispose();
                    continue;
                }

                running.Add(new RunningTrial(place, trial, new CheckpointFile(CheckpointOf(folder, study, trial.Specification.Id)), held));
                running[^1].Session = Resumed(trial, running[^1].Checkpoint, shared);
                running[^1].First = running[^1].Session.Done;
                running[^1].Events = Events is [] ? null : new TrainingEvents(Events[place], running[^1].Session.Layers, running[^1].First, DateTime.UtcNow);
            }

            var seconds = 0.0;
            if (running.Count > 0)
                display(running.Sum(trial => trial.First), running.Sum(trial => trial.Session.Iterations), report => seconds = Train(running, report, end));
            if (running.Find(trial => !trial.Session.IsOver) is { } least)
            {
                foreach (var trial in running)
                    trial.Checkpoint.Write(trial.Session.SaveState);
                throw new OperationCanceledException($"stopped after {least.Session.Done} of {least.Session.Iterations} iterations; the same command goes on from there");
            }

            foreach (var trial in running)
                records[trial.Place] = Finish(trial, running.Count, started, watch, seconds);
            return records;
        }
        finally
        {
            foreach (var trial in running)
                trial.Dispose();
        }
    }

    /// <summary>Measures a trial that is over, and writes its record; of the time that packed trials took, each has its share.</summary>
    private TrialRecord Finish(RunningTrial trial, int packed, DateTime started, Stopwatch watch, double seconds)
    {
        var session = trial.Session;
        var measured = ImmutableSortedDictionary<string, double>.Empty.Add("threads", TorchThreads.Count);
        if (packed > 1)
            measured = measured.Add("packed", packed);
        if (session.Done > trial.First)
            measured = measured.Add("iterationsPerSecond", Rounded((session.Done - trial.First) / seconds));
        var result = new JsonObject();
        if (!session.HasDiverged)
        {
            var trained = session.Measure();
            trial.Events?.WriteEnd(trained, DateTime.UtcNow);
            result = trained.ToJson();
            measured = measured.AddRange(trained.Machine.Select(of => KeyValuePair.Create(of.Key, Rounded(of.Value))));
        }

        var record = new TrialRecord(
            study, trial.Trial.Specification, ThisProgram.OnTorch(device), started, watch.Elapsed.TotalSeconds / packed,
            session.HasDiverged ? TrialStatus.Diverged : TrialStatus.Completed, session.HasDiverged ? $"the loss of iteration {session.Done} is not finite" : null, result)
        {
            Measured = measured,
            Remarks = session.Remark is { } remark ? [remark] : [],
        };
        new RunStore(folder).Write(record);
        trial.Checkpoint.Delete();
        return record;
    }

    /// <summary>Where the checkpoint of a trial is kept.</summary>
    public static string CheckpointOf(string folder, string study, string id) => Path.Combine(folder, study, $"{id}.checkpoint");

    /// <summary>Takes all steps: of those that are least far on, packed where they are several, until they are as far as others, which then join.</summary>
    private double Train(List<RunningTrial> running, Action<long, string> report, CancellationToken end)
    {
        var watch = Stopwatch.StartNew();
        var at = TimeSpan.Zero;
        long Done() => running.Sum(trial => trial.Session.Done);
        var told = Done();
        foreach (var trial in running)
            Show(trial);
        while (running.Exists(trial => !trial.Session.IsOver) && !end.IsCancellationRequested)
        {
            var least = running.Where(trial => !trial.Session.IsOver).Min(trial => trial.Session.Done);
            var group = running.FindAll(trial => !trial.Session.IsOver && trial.Session.Done == least);
            var others = running.Where(trial => !trial.Session.IsOver && trial.Session.Done > least).Select(trial => trial.Session.Done).DefaultIfEmpty(long.MaxValue).Min();
            using var pack = group.Count > 1 ? TrainingSession.Packed(group.Select(trial => trial.Session)) : null;
            for (var done = least; done < others && group.Exists(trial => !trial.Session.IsOver) && !end.IsCancellationRequested; done++)
            {
                if (pack is not null)
                    pack.Step();
                else
                    group[0].Session.Step();
                foreach (var trial in group)
                {
                    Show(trial);
                    if (!trial.Session.IsOver && trial.Session.Done % checkpointEvery == 0)
                        trial.Checkpoint.Write(trial.Session.SaveState);
                }

                if (at > TimeSpan.Zero && watch.Elapsed - at < BetweenNotes && running.Exists(trial => !trial.Session.IsOver))
                    continue;
                report(Done() - told, Note(running));
                (told, at) = (Done(), watch.Elapsed);
            }
        }

        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Writes the points of the curve that are not written yet.</summary>
    private static void Show(RunningTrial trial)
    {
        if (trial.Events is not { } events || trial.Session.Curve[^1].Iteration <= events.LastIteration)
            return;
        foreach (var point in trial.Session.Curve.Where(point => point.Iteration > events.LastIteration))
            events.Write(point, DateTime.UtcNow);
    }

    /// <summary>The training at its newest checkpoint that can be read, or at its beginning.</summary>
    private TrainingSession Resumed(TrainingTrial trial, CheckpointFile checkpoint, SharedImages shared)
    {
        var notices = new List<string>();
        foreach (var content in checkpoint.Read(notices))
        {
            var session = Begin(trial, shared);
            try
            {
                session.LoadState(new MemoryStream(content));
                Warn(notices);
                return session;
            }
            catch (OptimizerStateException cause)
            {
                session.Dispose();
                notices.Add($"a checkpoint cannot be gone on with: {cause.Message}");
            }
        }

        Warn(notices);
        return Begin(trial, shared);
    }

    private TrainingSession Begin(TrainingTrial trial, SharedImages shared)
    {
        try
        {
            var setup = new TrainingSetup(
                trial.Network, trial.Width, trial.NegativeSlope, trial.Chain, trial.BatchSize, trial.Iterations, trial.Epochs, (ulong)trial.Seed,
                Augmentations[trial.Augment], device);
            var (training, test) = shared.Of(new DataChoice(trial.Data, data.Folder, trial.Size, trial.Images, trial.TestImages, trial.Classes));
            return new TrainingSession(setup, training, test);
        }
        catch (Exception cause) when (cause is DataFileException or ArgumentException)
        {
            throw new InputException(cause.Message.Split('\n')[0].Split(" (Parameter '")[0], cause);
        }
    }

    private void Warn(IEnumerable<string> notices)
    {
        foreach (var notice in notices)
            errors.WriteLine($"optdyn: warning: {notice}");
    }

    /// <summary>How they stand: the means of several.</summary>
    private static string Note(List<RunningTrial> running)
    {
        var points = running.Select(trial => trial.Session.Curve[^1]).Where(point => point.Iteration > 0).ToList();
        return points is [] ? "" : string.Create(
            CultureInfo.InvariantCulture, $"loss {points.Average(point => point.Loss):0.000}, {points.Average(point => point.Sparsity):0.0 %} of γ below 1e-3");
    }

    private static double Rounded(double value) => double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A trial at work, and what is held for it.</summary>
    private sealed class RunningTrial(int place, TrainingTrial trial, CheckpointFile checkpoint, TrialLock held) : IDisposable
    {
        public int Place { get; } = place;

        public TrainingTrial Trial { get; } = trial;

        public CheckpointFile Checkpoint { get; } = checkpoint;

        public TrainingSession Session { get; set; } = null!;

        /// <summary>How many steps were taken before.</summary>
        public long First { get; set; }

        public TrainingEvents? Events { get; set; }

        public void Dispose()
        {
            Events?.Dispose();
            Session?.Dispose();
            held.Dispose();
        }
    }
}
