namespace OptimizerDynamics.Experiments;

/// <summary>Trials of one study to be run in this process, together where they are several, and what they are run with.</summary>
public sealed record TrialRun
{
    /// <summary>The name of the study that they are run for: the folder of their records.</summary>
    public required string Study { get; init; }

    /// <summary>The hash of the study's plan, which their records carry; null where it has none.</summary>
    public string? Plan { get; init; }

    /// <summary>
    /// The trials; where they are several, each can be packed with the first (<see cref="IStudyTrial.CanBePackedWith"/>).
    /// </summary>
    public required IReadOnlyList<IStudyTrial> Trials { get; init; }

    /// <summary>Where records, checkpoints and locks are kept.</summary>
    public required RunStore Store { get; init; }

    /// <summary>What computes in this process where networks are not trained, for records.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>What trains networks, by the engine's name (<see cref="IStudyTrial.Engine"/>); it belongs to the caller.</summary>
    public required Func<string, TrainingEngine> EngineOf { get; init; }

    /// <summary>The trials' folders for TensorBoard, in the trials' order; none where nothing is written for it.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>Whether a trial that has a record, and did not fail, is left as it is.</summary>
    public bool SkipsRecorded { get; init; }

    /// <summary>How many iterations lie between checkpoints, at least 1.</summary>
    public long CheckpointEvery { get; init; } = 1000;

    /// <summary>Takes warnings, a line each.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <summary>Is told how far the trials are: the steps of all, those that were taken before included.</summary>
    public required IProgress<RunProgress> Progress { get; init; }

    /// <summary>Asks the trials to end before they are completed.</summary>
    public CancellationToken End { get; init; }
}
