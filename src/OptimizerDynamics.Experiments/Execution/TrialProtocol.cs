namespace OptimizerDynamics.Experiments;

/// <summary>The protocol between a process that runs trials, <c>optdyn trial</c>, and the one that starts it: options, exit codes, and
/// lines of JSON on its standard output (<see cref="TrialMessage"/>).</summary>
/// <remarks>With <see cref="WatchOption"/> the process takes one trial, or one pack, after another from its standard input, as long as
/// each gets its record: what it has read, drawn and compiled serves the next. Where its standard input ends it ends, too; a trial that
/// runs then leaves a checkpoint.</remarks>
public static class TrialProtocol
{
    /// <summary>The command.</summary>
    public const string Command = "trial";

    /// <summary>All went well: every trial has its record.</summary>
    public const int Success = 0;

    /// <summary>A trial could not be run.</summary>
    public const int Failed = 1;

    /// <summary>Another process is running one of the trials: it is worth trying again.</summary>
    public const int Busy = 75;

    /// <summary>The process was asked to end, and can be resumed: the code of a shell for an interrupted command.</summary>
    public const int Interrupted = 130;

    /// <summary>The study's name.</summary>
    public const string StudyOption = "--study";

    /// <summary>The hash of the study's plan, for the records; none when left out.</summary>
    public const string PlanOption = "--plan";

    /// <summary>The run store's folder.</summary>
    public const string StoreOption = "--out";

    /// <summary>The device: <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</summary>
    public const string DeviceOption = "--device";

    /// <summary>The number of threads of libtorch, at least 1.</summary>
    public const string ThreadsOption = "--threads";

    /// <summary>The file of specifications; standard input when left out.</summary>
    public const string SpecificationOption = "--specification";

    /// <summary>The number of a line of that file, from 1; the whole file when left out.</summary>
    public const string LineOption = "--line";

    /// <summary>Iterations between checkpoints, at least 1.</summary>
    public const string CheckpointOption = "--checkpoint-every";

    /// <summary>Seconds between lines of progress, at least 0.</summary>
    public const string ProgressOption = "--progress-every";

    /// <summary>The number of trials that are packed into one network, at least 1.</summary>
    public const string PackOption = "--pack";

    /// <summary>A trial's folder for TensorBoard.</summary>
    public const string EventsOption = "--tensorboard";

    /// <summary>Takes trials from standard input until that ends, and ends then: with a checkpoint, where one is running.</summary>
    public const string WatchOption = "--watch-input";

    /// <summary>Leaves a trial alone that has a record, unless it failed.</summary>
    public const string UnlessRecordedOption = "--unless-recorded";
}
