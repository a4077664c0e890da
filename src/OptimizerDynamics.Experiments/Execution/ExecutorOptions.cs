namespace OptimizerDynamics.Experiments;

/// <summary>How an executor runs trainings.</summary>
public sealed record ExecutorOptions
{
    /// <summary>How many trainings at most are packed into one network, at least 1.</summary>
    public int Pack { get; init; } = 1;

    /// <summary>Whether a trial is run although another process has left a record of it meanwhile.</summary>
    public bool RunsRecorded { get; init; }

    /// <summary>Iterations between checkpoints, at least 1.</summary>
    public long CheckpointEvery { get; init; } = 1000;

    /// <summary>Where TensorBoard finds the trainings; null where it is not to.</summary>
    public EventFolder? Events { get; init; }

    /// <summary>Takes warnings, a line each.</summary>
    public Action<string> Warn { get; init; } = _ => { };
}
