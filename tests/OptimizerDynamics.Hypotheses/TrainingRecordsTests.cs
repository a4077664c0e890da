using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;

namespace OptimizerDynamics.Hypotheses;

/// <summary>
/// The paper's hypotheses in the committed records of trainings: the verdicts, that tables say the same, and that both follow from the
/// records by other code too.
/// </summary>
/// <remarks>
/// A verdict changes here only if a training, a measure or the records do: then look which, and change what is written beside it.
/// </remarks>
public sealed class TrainingRecordsTests
{
    private static readonly Lazy<ImmutableDictionary<string, (StudyPage Page, string Folder, TrainingStudy Study)>> Reports = new(
        () => Directory.EnumerateDirectories(Path.Combine(AppContext.BaseDirectory, "reports"))
            .Where(folder => File.Exists(Path.Combine(folder, "study.yaml")) && File.Exists(Path.Combine(folder, "records.jsonl")))
            .Select(folder => (Folder: folder, Records: RunStore.ReadLines(Path.Combine(folder, "records.jsonl"))))
            .Select(of => (Study: CommittedStudy.Of(of.Folder, of.Records), of.Folder, of.Records))
            .Where(of => of.Study is TrainingStudy)
            .ToImmutableDictionary(
                of => of.Study.Name, of => (TrainingPage.Of((TrainingStudy)of.Study, of.Records), of.Folder, (TrainingStudy)of.Study)));

    public static TheoryData<string> Studies => [.. Reports.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What came out, one word for each hypothesis that a plan older than the records tests.</summary>
    [Theory]
    [InlineData("decay-rates", "H14", HypothesisOutcome.Contradicted)] // what goes with a hard pull of decay early on is not selectivity
    [InlineData("vgg16", "H4", HypothesisOutcome.Supported)]
    [InlineData("vgg16", "H10", HypothesisOutcome.Supported)]
    [InlineData("vgg16", "H12", HypothesisOutcome.Supported)]
    [InlineData("vgg11-slimming", "H4", HypothesisOutcome.DependsOnTheMeasure)] // by γ four seeds say so, two say nothing
    [InlineData("vgg11-slimming", "H10", HypothesisOutcome.Supported)] // not one test image changes
    [InlineData("vgg11-slimming", "H16", HypothesisOutcome.Supported)] // where Network Slimming's quantile takes whole layers
    [InlineData("resnet50-stages", "H4", HypothesisOutcome.Open)] // three seeds cannot tell
    [InlineData("resnet50-stages", "H10", HypothesisOutcome.Open)]
    [InlineData("resnet50-stages", "H12", HypothesisOutcome.Open)]
    [InlineData("sparsifiers", "H16", HypothesisOutcome.Supported)] // the same
    public void The_verdicts(string study, string hypothesis, HypothesisOutcome outcome) =>
        Assert.Equal(outcome, Reports.Value[study].Page.Findings.Single(finding => finding.Id == hypothesis).Outcome);

    /// <summary>Records from before there were plans decide nothing, whatever their study tests today.</summary>
    [Theory]
    [InlineData("regularizers")]
    [InlineData("batch-size")]
    [InlineData("task-difficulty")]
    [InlineData("leaky-relu")]
    [InlineData("network-size")]
    public void Records_from_before_there_were_plans_give_no_verdict(string study) => Assert.All(
        Reports.Value[study].Page.Findings, finding => Assert.Equal(HypothesisOutcome.Open, finding.Outcome));

    /// <summary>Every comparison of the committed tables is what the records give: effect, interval and p-values.</summary>
    [Theory]
    [MemberData(nameof(Studies))]
    public void The_committed_tables_are_what_the_records_give(string study)
    {
        var (page, folder, _) = Reports.Value[study];
        var shown = File.ReadAllText(Path.Combine(folder, "README.md"));
        foreach (var finding in page.Findings)
        {
            Assert.Equal(FindingText.Table(finding).ToCsv(), File.ReadAllText(Path.Combine(folder, $"{finding.Id}.csv")));
            Assert.Contains(FindingText.Outcome(finding), shown, StringComparison.Ordinal);
            if (!finding.Primary.IsEmpty)
                Assert.Contains(FindingText.Table(finding).ToMarkdown(), shown, StringComparison.Ordinal);
        }
    }

    /// <summary>Contrasts of sparsity by another way: from the records' JSON, by loops, with signs tried one by one.</summary>
    [Theory]
    [MemberData(nameof(Studies))]
    public void Sparsity_compared_by_other_code_is_the_same(string study)
    {
        var (page, folder, read) = Reports.Value[study];
        var trainings = RawTraining.ReadAll(Path.Combine(folder, "records.jsonl"));
        foreach (var planned in read.Report.Hypotheses.Where(planned => RawTraining.Compared.Contains(planned.Hypothesis.Id)))
        {
            var finding = page.Findings.Single(of => of.Id == planned.Hypothesis.Id);
            foreach (var tested in finding.Primary.Concat(finding.Secondary))
            {
                var contrast = planned.Contrasts.Single(of => of.Text == tested.What);
                string[] settings = [.. contrast.Names.Select(name => Written(read.SettingsByName[name].Specification))];
                var expected = RawTraining.Compare(
                    trainings, settings, training => tested.By == TestedMeasure.ByScale ? training.ByScale : training.ByActivation);
                var found = tested.Verdict.Paired!;
                Assert.Equal(expected.Mean, found.Mean, 1e-9);
                Assert.Equal((expected.PValue, expected.Seeds), (found.PValue, found.Count));
            }
        }
    }

    private static string Written(TrialSpecification specification)
    {
        using var document = System.Text.Json.JsonDocument.Parse(specification.Canonical);
        return RawTraining.Written(document.RootElement);
    }
}
