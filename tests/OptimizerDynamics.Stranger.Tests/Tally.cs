using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;

namespace OptimizerDynamics.Stranger.Tests;

/// <summary>A kind of study: how often a fair coin shows heads in some throws, and the page that says so.</summary>
public sealed class Tally : IReportedKind
{
    /// <inheritdoc/>
    public string Name => "tally";

    /// <inheritdoc/>
    public ImmutableArray<string> Sections { get; } = ["throws"];

    /// <inheritdoc/>
    public bool RunsInProcesses => false;

    /// <inheritdoc/>
    public IStudy Read(StudySource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var throws = source.Map.WholeNumber("throws", 1) ?? throw source.Map.Wrong("throws", "throws: expected an integer of at least 1");
        return new Study(this, source.Name, source.Question, source.Profile, [new Trial(throws, 1), new Trial(throws, 2)]);
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<TrialRecord> Run(StudyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var records = run.Trials.Cast<Trial>().Select(trial => new TrialRecord(
            run.Study.Name, trial.Specification, run.Environment, DateTime.UnixEpoch, 0, TrialStatus.Completed, null,
            new JsonObject { ["heads"] = (long)trial.Heads() })).ToList();
        records.ForEach(run.Store.Write);
        return records;
    }

    /// <inheritdoc/>
    public StudyPage Page(IStudy study, IReadOnlyList<TrialRecord> records)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(records);
        var heads = records.Sum(record => (long)record.Result["heads"]!);
        var answer = $"{heads} heads.";
        return new StudyPage(
            study.Name, study.Name, study.Question, answer, answer, [], ImmutableSortedDictionary<string, ReportTable>.Empty, []);
    }

    private sealed record Study(IStudyKind Kind, string Name, string Question, string Profile, ImmutableArray<Trial> Trials) : IStudy
    {
        public IEnumerable<IStudyTrial> All => Trials;
    }

    private sealed record Trial(long Throws, long Seed) : IStudyTrial
    {
        public TrialSpecification Specification =>
            new("tally", [KeyValuePair.Create("throws", (object)Throws), KeyValuePair.Create("seed", (object)Seed)]);

        public int Heads() => Enumerable.Range(0, (int)Throws)
            .Count(index => new CounterRandom((ulong)Seed, 0).At((ulong)index).Uniform < 0.5);
    }
}
