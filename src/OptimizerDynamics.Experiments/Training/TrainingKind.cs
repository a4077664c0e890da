using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>Studies of kind <c>training</c>: networks are trained, each by an executor.</summary>
public class TrainingKind : IStudyKind
{
    /// <inheritdoc/>
    public string Name => TrainingTrial.Kind;

    /// <inheritdoc/>
    public ImmutableArray<string> Sections { get; } = ["base", "sweep", "variants", "settings", "seeds", "report", SlurmSettings.Section];

    /// <inheritdoc/>
    public bool RunsInProcesses => true;

    /// <inheritdoc/>
    public IStudy Read(StudySource source) => TrainingStudy.Of(source, this);

    /// <inheritdoc/>
    public IReadOnlyCollection<TrialRecord> Run(StudyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Executor.Run(run);
    }

    /// <inheritdoc/>
    public IStudyTrial ReadTrial(Registry registry, TrialSpecification specification) => TrainingTrial.From(registry, specification);

    /// <inheritdoc/>
    public IReadOnlyList<TrialRecord?> RunHere(TrialRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        TrainingTrial[] trials = [.. run.Trials.Cast<TrainingTrial>()];
        var runner = new TrainingRunner(run.Study, run.Store, run.EngineOf(trials[0].Engine))
        {
            Events = run.Events,
            SkipsRecorded = run.SkipsRecorded,
            CheckpointEvery = run.CheckpointEvery,
            Warn = run.Warn,
        };
        return runner.Run(trials, run.Progress, run.End);
    }

    /// <inheritdoc/>
    public Action<string, TrialRecord> WriteEvents => TrainingEvents.Write;
}
