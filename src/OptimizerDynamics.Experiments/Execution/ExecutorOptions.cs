namespace OptimizerDynamics.Experiments;

/// <summary>How an executor runs trials.</summary>
public sealed record ExecutorOptions
{
    /// <summary>The largest number of trainings that are packed into one network, at least 1.</summary>
    public int Pack { get; init; } = 1;

    /// <summary>Whether a trial is run although another process has left a record of it meanwhile.</summary>
    public bool RunsRecorded { get; init; }

    /// <summary>Iterations between checkpoints, at least 1.</summary>
    public long CheckpointEvery { get; init; } = 1000;

    /// <summary>The folder of files for TensorBoard; null for none.</summary>
    public EventFolder? Events { get; init; }

    /// <summary>Takes warnings, a line each.</summary>
    public Action<string> Warn { get; init; } = _ => { };
}
