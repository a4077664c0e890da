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
    public void RequireConsistent(YamlMap map, IReadOnlyList<IStudy> profiles)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(profiles);
        TrainingStudy[] studies = [.. profiles.Cast<TrainingStudy>()];
        if (map.RequireMap("report", "the report")?.RequireMap(TrainingReport.HypothesesKey, "the hypotheses") is { } hypotheses)
            PlannedHypothesis.RequireConsistent(hypotheses, studies);
    }

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
            Plan = run.Plan,
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
