using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Hypotheses;

/// <summary>The committed records are of trials that this program still knows: by the same ids, which its studies still ask for.</summary>
public sealed class CommittedRecordsTests
{
    /// <summary>The studies that have committed records, by their folders.</summary>
    public static TheoryData<string> Studies =>
        [.. Directory.GetDirectories(Reports)
            .Where(folder => IsThere(folder, "study.yaml") && IsThere(folder, "records.jsonl"))
            .Select(folder => Path.GetFileName(folder))];

    private static string Reports => Path.Combine(AppContext.BaseDirectory, "reports");

    /// <summary>A plan is committed before its first record: a study may have none yet, and then it has no page.</summary>
    [Fact]
    public void A_study_without_records_has_no_page() => Assert.All(
        Directory.GetDirectories(Reports).Where(folder => IsThere(folder, "study.yaml") && !IsThere(folder, "records.jsonl")),
        folder => Assert.False(IsThere(folder, "README.md"), $"{Path.GetFileName(folder)} has a page, and no records."));

    [Theory]
    [MemberData(nameof(Studies))]
    public void Every_committed_record_is_of_a_trial_that_has_its_id(string study)
    {
        // Reading a record compares its id with that of its specification; a trial writes the specification anew.
        foreach (var record in RunStore.ReadLines(Path.Combine(Reports, study, "records.jsonl")))
            Assert.Equal(record.Id, TrialOf(record.Specification).Specification.Id);
    }

    [Theory]
    [MemberData(nameof(Studies))]
    public void The_standard_profile_asks_for_exactly_the_committed_trials(string study)
    {
        var records = RunStore.ReadLines(Path.Combine(Reports, study, "records.jsonl"));
        var read = StudyFile.Read(Registry.Standard, Path.Combine(Reports, study, "study.yaml"), "standard");
        Assert.Equal(
            records.Select(record => record.Id).Order(StringComparer.Ordinal),
            read.All.Select(trial => trial.Specification.Id).Order(StringComparer.Ordinal));
    }

    private static bool IsThere(string folder, string file) => File.Exists(Path.Combine(folder, file));

    private static IStudyTrial TrialOf(TrialSpecification specification) => specification.Kind switch
    {
        TrainingTrial.Kind => TrainingTrial.From(Registry.Standard, specification),
        LowGradientTrial.Kind => LowGradientTrial.From(Registry.Standard, specification),
        _ => PhaseDiagramTrial.From(Registry.Standard, specification),
    };
}
