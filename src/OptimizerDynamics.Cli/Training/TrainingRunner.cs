using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using OptimizerDynamics.Cli.Data;
using OptimizerDynamics.Cli.Studies;
using OptimizerDynamics.Cli.Trials;
using OptimizerDynamics.Records;
using OptimizerDynamics.Torch;
using OptimizerDynamics.Torch.Data;
using OptimizerDynamics.Torch.Training;

namespace OptimizerDynamics.Cli.Training;

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

    /// <summary>The folder of the trial's file for TensorBoard; null for none.</summary>
    public string? Events { get; init; }

    /// <summary>Whether a trial that has a record, and did not fail, is left as it is.</summary>
    public bool GoesByRecords { get; init; }

    /// <summary>Runs a trial.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="display">Shows it.</param>
    /// <param name="end">Asks it to end before it is over.</param>
    /// <returns>Its record, which has been written; null where another process is running it.</returns>
    /// <exception cref="InputException">It cannot be run as it is.</exception>
    /// <exception cref="OperationCanceledException">It was asked to end; a checkpoint has been written.</exception>
    public TrialRecord? Run(TrainingTrial trial, TrainingDisplay display, CancellationToken end)
    {
        LibtorchDevice.Require(device);
        if (threads > 0)
            TorchThreads.Count = threads;
        using var held = TrialLock.Take(Path.Combine(folder, study, $"{trial.Specification.Id}.lock"));
        if (held is null)
            return null;
        // Asked with the lock held: whoever held it before has written what there is to write.
        if (GoesByRecords && new RunStore(folder).Find(study, trial.Specification.Id, []) is { Status: not TrialStatus.Failed } before)
            return before;
        var checkpoint = new CheckpointFile(CheckpointOf(folder, study, trial.Specification.Id));
        var (started, watch) = (DateTime.UtcNow, Stopwatch.StartNew());
        using var session = Resumed(trial, checkpoint);
        var (first, seconds) = (session.Done, 0.0);
        using var events = Events is null ? null : new TrainingEvents(Events, session.Layers, first, DateTime.UtcNow);
        display(first, session.Iterations, report => seconds = Train(session, checkpoint, events, report, end));
        if (!session.IsOver)
        {
            checkpoint.Write(session.SaveState);
            throw new OperationCanceledException($"stopped after {session.Done} of {session.Iterations} iterations; the same command goes on from there");
        }

        var measured = ImmutableSortedDictionary<string, double>.Empty.Add("threads", TorchThreads.Count);
        if (session.Done > first)
            measured = measured.Add("iterationsPerSecond", Rounded((session.Done - first) / seconds));
        var result = new JsonObject();
        if (!session.HasDiverged)
        {
            var measures = session.Measure();
            var trained = ResultOf(session, measures);
            events?.WriteEnd(trained, DateTime.UtcNow);
            result = trained.ToJson();
            measured = measured.Add("inferenceSeconds", Rounded(measures.InferenceSeconds)).Add("prunedInferenceSeconds", Rounded(measures.PrunedInferenceSeconds));
        }

        var record = new TrialRecord(
            study, trial.Specification, ThisProgram.OnTorch(device), started, watch.Elapsed.TotalSeconds,
            session.HasDiverged ? TrialStatus.Diverged : TrialStatus.Completed, session.HasDiverged ? $"the loss of iteration {session.Done} is not finite" : null, result)
        {
            Measured = measured,
            Remarks = session.Remark is { } remark ? [remark] : [],
        };
        new RunStore(folder).Write(record);
        checkpoint.Delete();
        return record;
    }

    /// <summary>Where the checkpoint of a trial is kept.</summary>
    public static string CheckpointOf(string folder, string study, string id) => Path.Combine(folder, study, $"{id}.checkpoint");

    private double Train(TrainingSession session, CheckpointFile checkpoint, TrainingEvents? events, Action<long, string> report, CancellationToken end)
    {
        var watch = Stopwatch.StartNew();
        var (told, at) = (session.Done, TimeSpan.Zero);
        Show(session, events);
        while (!session.IsOver && !end.IsCancellationRequested)
        {
            session.Step();
            Show(session, events);
            if (!session.IsOver && session.Done % checkpointEvery == 0)
                checkpoint.Write(session.SaveState);
            if (at > TimeSpan.Zero && watch.Elapsed - at < BetweenNotes && !session.IsOver)
                continue;
            report(session.Done - told, Note(session));
            (told, at) = (session.Done, watch.Elapsed);
        }

        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Writes the points of the curve that are not written yet.</summary>
    private static void Show(TrainingSession session, TrainingEvents? events)
    {
        if (events is null || session.Curve[^1].Iteration <= events.LastIteration)
            return;
        foreach (var point in session.Curve.Where(point => point.Iteration > events.LastIteration))
            events.Write(PointOf(point), DateTime.UtcNow);
    }

    /// <summary>The training at its newest checkpoint that can be read, or at its beginning.</summary>
    private TrainingSession Resumed(TrainingTrial trial, CheckpointFile checkpoint)
    {
        var notices = new List<string>();
        foreach (var content in checkpoint.Read(notices))
        {
            var session = Begin(trial);
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
        return Begin(trial);
    }

    private TrainingSession Begin(TrainingTrial trial)
    {
        try
        {
            return new TrainingSession(new TrainingSetup(
                trial.Network, trial.Width, trial.NegativeSlope, new DataChoice(trial.Data, data.Folder, trial.Size, trial.Images, trial.TestImages, trial.Classes), trial.Chain,
                trial.BatchSize, trial.Iterations, trial.Epochs, (ulong)trial.Seed, Augmentations[trial.Augment], device));
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

    private static string Note(TrainingSession session) => session.Curve is [.., { Iteration: > 0 } last]
        ? string.Create(CultureInfo.InvariantCulture, $"loss {last.Loss:0.000}, {last.Sparsity():0.0 %} of γ below 1e-3")
        : "";

    private static double Rounded(double value) => double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static TrainingResult ResultOf(TrainingSession session, TrainingMeasures measures)
    {
        static EvaluationResult Of(Evaluation evaluation) => new(evaluation.Loss, evaluation.Top1Error, evaluation.Top5Error);
        return new TrainingResult(
            Of(measures.Training), Of(measures.Test), Of(measures.ZeroedTest), Of(measures.PrunedTest),
            new CostResult(measures.Cost.Parameters, measures.Cost.MultiplyAdds), new CostResult(measures.PrunedCost.Parameters, measures.PrunedCost.MultiplyAdds),
            [.. measures.Features.Select(layer => new LayerResult(
                layer.Layer, [.. layer.Scale.Select(value => (double)value)], [.. layer.Shift.Select(value => (double)value)],
                [.. layer.LargestActivation.Select(value => (double)value)], layer.Selectivity, layer.ClassSelectivity))],
            [.. session.Curve.Select(PointOf)])
        {
            ZeroedByScaleTest = Of(measures.ZeroedByScaleTest),
        };
    }

    private static TrainingPoint PointOf(CurvePoint point) => new(
        point.Iteration, point.Loss, point.Error, [.. point.Scale.Select(layer => layer.Count(scale => Math.Abs(scale) < 1e-3))],
        [.. point.Scale.Select(layer => layer.Select(value => (double)value).ToImmutableArray())],
        [.. point.Shift.Select(layer => layer.Select(value => (double)value).ToImmutableArray())])
    {
        Selectivity = point.Selectivity,
    };
}
