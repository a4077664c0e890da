using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>A training that runs, with its lock, checkpoints and file for TensorBoard.</summary>
internal sealed class RunningTraining : IDisposable
{
    private readonly FileLock _held;
    private readonly TrainingEvents? _events;

    /// <summary>Resumes a training from its newest checkpoint that can be read, or starts it.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="engine">Trains it.</param>
    /// <param name="checkpoint">Its checkpoints.</param>
    /// <param name="events">The folder of its file for TensorBoard; null where there is to be none.</param>
    /// <param name="held">The trial's lock, which belongs to this from now on.</param>
    /// <param name="warn">Takes a line for each checkpoint that cannot be used.</param>
    /// <param name="cancellation">Ends the reading of its data.</param>
    public RunningTraining(
        TrainingTrial trial, TrainingEngine engine, TrialCheckpoint checkpoint, string? events, FileLock held, Action<string> warn,
        CancellationToken cancellation)
    {
        (Trial, Checkpoint, _held) = (trial, checkpoint, held);
        try
        {
            Training = Resumed(trial, engine, checkpoint, warn, cancellation);
            First = Training.StepCount;
            _events = events is null ? null : new TrainingEvents(events, Training.Layers, First, DateTime.UtcNow);
        }
        catch
        {
            Training?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>The trial.</summary>
    public TrainingTrial Trial { get; }

    /// <summary>Its training.</summary>
    public TrainingSession Training { get; }

    /// <summary>The steps taken, and those of the whole training.</summary>
    public TrialSteps Steps => new(Training.StepCount, Training.Iterations);

    /// <summary>Its checkpoints.</summary>
    public TrialCheckpoint Checkpoint { get; }

    /// <summary>The number of steps that had been taken before this run.</summary>
    public long First { get; }

    /// <summary>The newest point of its curve.</summary>
    public CurvePoint LastPoint => Training.Curve[^1];

    /// <summary>Writes a checkpoint.</summary>
    public void Save() => Checkpoint.Write(Steps, Training.SaveState);

    /// <summary>Writes new points of the curve for TensorBoard.</summary>
    public void ShowPoints()
    {
        if (_events is null || LastPoint.Iteration <= _events.LastIteration)
            return;
        foreach (var point in Training.Curve.SkipWhile(point => point.Iteration <= _events.LastIteration))
            _events.Write(point, DateTime.UtcNow);
    }

    /// <summary>Writes the errors of the trained network for TensorBoard.</summary>
    public void ShowEnd(TrainingResult result) => _events?.WriteEnd(result, DateTime.UtcNow);

    public void Dispose()
    {
        _events?.Dispose();
        Training.Dispose();
        _held.Dispose();
    }

    private static TrainingSession Resumed(
        TrainingTrial trial, TrainingEngine engine, TrialCheckpoint checkpoint, Action<string> warn, CancellationToken cancellation)
    {
        var notices = new List<string>();
        foreach (var content in checkpoint.Read(notices))
        {
            var training = engine.Create(trial, cancellation);
            try
            {
                training.LoadState(content);
                notices.ForEach(warn);
                return training;
            }
            catch (CheckpointException cause)
            {
                training.Dispose();
                notices.Add($"a checkpoint cannot be resumed from: {cause.Message}");
            }
        }

        notices.ForEach(warn);
        return engine.Create(trial, cancellation);
    }
}
