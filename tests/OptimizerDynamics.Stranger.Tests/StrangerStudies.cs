using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Stranger.Tests;

/// <summary>The registry of all that is added here, and the two studies of this folder, each run once.</summary>
public sealed class StrangerStudies : IDisposable
{
    private static readonly RunEnvironment _environment =
        new("0", ImmutableSortedDictionary<string, string>.Empty, null, null, "cpu");

    private readonly string _folder = Directory.CreateTempSubdirectory("stranger").FullName;

    public StrangerStudies()
    {
        NativeTorch.Load();
        (Trainings, Throws) = (Run("study.yaml"), Run("tally.yaml"));
    }

    /// <summary>What there is, and what is added.</summary>
    public static Registry Known { get; } = Registry.Standard
        .With(ScaleBySignum.Optimizer).With(new TwinNet()).With(new Stripes()).With(DampingParameter.Instance)
        .With(NegativeShift.Measure, SilencedError.Measure).With(new WeakerHalf()).With(S1.Hypothesis)
        .With(new ReportedTraining(), new Tally());

    /// <summary>Records and page of <c>study.yaml</c>.</summary>
    public (IReadOnlyList<TrialRecord> Records, StudyPage Page) Trainings { get; }

    /// <summary>Records and page of <c>tally.yaml</c>.</summary>
    public (IReadOnlyList<TrialRecord> Records, StudyPage Page) Throws { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (IReadOnlyList<TrialRecord> Records, StudyPage Page) Run(string file)
    {
        var study = StudyFile.Read(Known, Path.Combine(AppContext.BaseDirectory, file), "standard");
        var store = new RunStore(_folder);
        using var engine = new TrainingEngine(Known, new TorchBackend("cpu"), _environment);
        var plan = StudyTrials.Of(study, store, runsAll: false, warn: _ => { });
        var records = new StudyRunner(store, _environment, new InProcessExecutor(engine))
            .Run(plan, new Progress<TrialProgress>(), CancellationToken.None);
        var page = ((IReportedKind)study.Kind).Page(study, [.. study.Reported(records)]);
        return (records, page);
    }
}
