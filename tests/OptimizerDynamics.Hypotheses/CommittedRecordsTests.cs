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

    /// <summary>A study with a plan of its own may be on its way; another one has all of its trials.</summary>
    [Theory]
    [MemberData(nameof(Studies))]
    public void A_profile_asks_for_exactly_the_committed_trials(string study)
    {
        var records = RunStore.ReadLines(Path.Combine(Reports, study, "records.jsonl"));
        var read = CommittedStudy.Of(Path.Combine(Reports, study), records);
        var asked = read.All.Select(trial => trial.Specification.Id).ToHashSet(StringComparer.Ordinal);
        Assert.All(records, record => Assert.Contains(record.Id, asked));
        if (!records.All(record => record.Plan is not null))
            Assert.Equal(asked.Count, records.Count);
    }

    /// <summary>The plan that is committed is the one that the program reads out of the study's file, and the one whose hash the records
    /// carry.</summary>
    [Fact]
    public void A_committed_plan_is_that_of_its_study_and_of_its_records()
    {
        var planned = Directory.GetDirectories(Reports).Where(folder => IsThere(folder, Preregistration.FileName)).ToList();
        Assert.NotEmpty(planned);
        foreach (var folder in planned)
        {
            var study = StudyFile.Read(Registry.Standard, Path.Combine(folder, "study.yaml"), "standard");
            var committed = File.ReadAllText(Path.Combine(folder, Preregistration.FileName));
            Assert.Equal(committed, study.Plan!.Text);
            if (!IsThere(folder, "records.jsonl"))
                continue;
            foreach (var record in RunStore.ReadLines(Path.Combine(folder, "records.jsonl")).Where(record => record.Plan is not null))
                Assert.Equal(Preregistration.HashOf(committed), record.Plan);
        }
    }

    /// <summary>Each plan is older than its records: the very commit that a record was made at, without local changes, has the plan whose
    /// hash it carries, and the commit that a study names as that of its plan came before those of its records.</summary>
    [FactWithHistory]
    public void Each_plan_is_older_than_its_records()
    {
        foreach (var folder in Directory.GetDirectories(Reports)
            .Where(folder => IsThere(folder, "study.yaml") && IsThere(folder, "records.jsonl")))
        {
            var (name, records) = (Path.GetFileName(folder), RunStore.ReadLines(Path.Combine(folder, "records.jsonl")));
            foreach (var made in records.Where(record => record.Plan is not null)
                .GroupBy(record => (record.Environment.Commit, record.Plan)))
            {
                Assert.All(made, record => Assert.False(record.Environment.HasLocalChanges, $"{name}: {record.Id}"));
                var then = GitHistory.Show(made.Key.Commit!, $"experiments/{name}/{Preregistration.FileName}");
                Assert.Equal(made.Key.Plan, Preregistration.HashOf(then));
            }

            if (CommittedStudy.Of(folder, records) is not TrainingStudy { Report.PlannedIn: { } plannedIn } study)
                continue;
            var file = GitHistory.Show(plannedIn, $"experiments/{name}/study.yaml");
            Assert.All(study.Report.Hypotheses, planned => Assert.Contains(planned.Hypothesis.Id, file, StringComparison.Ordinal));
            foreach (var commit in records.Select(record => record.Environment.Commit!).Distinct())
                Assert.True(GitHistory.IsAncestor(plannedIn, commit), $"{name}: {plannedIn} is not older than {commit}");
        }
    }

    private static bool IsThere(string folder, string file) => File.Exists(Path.Combine(folder, file));

    private static IStudyTrial TrialOf(TrialSpecification specification) => specification.Kind switch
    {
        TrainingTrial.Kind => TrainingTrial.From(Registry.Standard, specification),
        LowGradientTrial.Kind => LowGradientTrial.From(Registry.Standard, specification),
        _ => PhaseDiagramTrial.From(Registry.Standard, specification),
    };
}
