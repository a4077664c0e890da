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
    private static readonly Lazy<ImmutableDictionary<string, (StudyPage Page, string Folder)>> Reports = new(
        () => Directory.EnumerateDirectories(Path.Combine(AppContext.BaseDirectory, "reports"))
            .Where(folder => File.Exists(Path.Combine(folder, "study.yaml")) && File.Exists(Path.Combine(folder, "records.jsonl")))
            .Select(folder => (Study: StudyFile.Read(Registry.Standard, Path.Combine(folder, "study.yaml"), "standard"), Folder: folder))
            .Where(of => of.Study is TrainingStudy)
            .ToImmutableDictionary(
                of => of.Study.Name,
                of => (TrainingPage.Of((TrainingStudy)of.Study, RunStore.ReadLines(Path.Combine(of.Folder, "records.jsonl"))), of.Folder)));

    public static TheoryData<string> Studies => [.. Reports.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What came out, one word for each hypothesis.</summary>
    [Theory]
    [InlineData("task-difficulty", "H6", "supported")] // at each of three λ
    [InlineData("regularizers", "H1", "mixed")] // no γ vanishes; SGD at a learning rate of 0.1 silences features all the same
    [InlineData("regularizers", "H2", "mixed")] // Adam and RMSProp with L2 lose more than SGD, AMSGrad fewer
    [InlineData("regularizers", "H3", "supported")] // at λ = 1e-3; at 1e-4 hardly anything dies
    [InlineData("regularizers", "H8", "supported")] // Adam and RMSProp, with L2 and with weight decay
    [InlineData("regularizers", "H9", "supported")] // in three comparisons of selectivity of ten; in β nowhere
    [InlineData("regularizers", "H10", "supported")] // not one test image changes
    [InlineData("regularizers", "H12", "supported")] // where L2 kills; with weight decay in adaptive optimizers the seeds do not tell
    [InlineData("regularizers", "H13", "mixed")] // SGD, and weight decay in Adam, leave many γ between the thresholds
    [InlineData("decay-rates", "H8", "supported")] // L2 in Adam; with weight decay the seeds do not tell
    [InlineData("decay-rates", "H14", "contradicted")] // what goes with a hard pull of decay early on is not selectivity
    [InlineData("vgg16", "H4", "supported")] // by 12 points
    [InlineData("vgg16", "H10", "supported")] // two networks change, by one test image each
    [InlineData("vgg16", "H12", "supported")] // C8 to C12
    [InlineData("vgg11-slimming", "H4", "inconclusive")] // four seeds say so, two say nothing
    [InlineData("vgg11-slimming", "H10", "supported")] // not one test image changes
    [InlineData("vgg11-slimming", "H16", "supported")] // where Network Slimming's quantile takes whole layers
    [InlineData("sparsifiers", "H16", "supported")] // the same, in the one comparison that the plan makes
    [InlineData("batch-size", "H4", "contradicted")] // on clean images; on cluttered ones the seeds do not tell
    // as in the paper on thirty classes of cluttered images; on clean ones the other way round
    [InlineData("batch-size-search", "H4", "mixed")]
    [InlineData("network-size", "H5", "supported")] // at three widths
    [InlineData("leaky-relu", "H7", "supported")] // with both slopes
    public void The_verdicts(string study, string hypothesis, string outcome) =>
        Assert.Equal(outcome, Reports.Value[study].Page.Findings.Single(finding => finding.Id == hypothesis).Outcome);

    /// <summary>Every comparison of the committed tables is what the records give: effect, interval, p-value and verdict.</summary>
    [Theory]
    [MemberData(nameof(Studies))]
    public void The_committed_tables_are_what_the_records_give(string study)
    {
        var (page, folder) = Reports.Value[study];
        var shown = File.ReadAllText(Path.Combine(folder, "README.md"));
        foreach (var finding in page.Findings)
        {
            Assert.Equal(FindingText.Table(finding).ToCsv(), File.ReadAllText(Path.Combine(folder, $"{finding.Id}.csv")));
            Assert.Contains($"**{finding.Outcome}**: {finding.Summary}", shown, StringComparison.Ordinal);
            Assert.Contains(FindingText.Table(finding).ToMarkdown(), shown, StringComparison.Ordinal);
        }
    }

    /// <summary>Comparisons of sparsity by another way: from the records' JSON, by loops, with signs tried one by one.</summary>
    [Theory]
    [MemberData(nameof(Studies))]
    public void Sparsity_compared_by_other_code_is_the_same(string study)
    {
        var (page, folder) = Reports.Value[study];
        var trainings = RawTraining.ReadAll(Path.Combine(folder, "records.jsonl"));
        foreach (var finding in page.Findings.Where(finding => RawTraining.Comparisons.ContainsKey(finding.Id)))
        {
            var expected = RawTraining.Compare(trainings, finding.Id).Select(Written).Order(StringComparer.Ordinal).ToList();
            var found = finding.Comparisons.Select(comparison =>
                Written((
                    comparison.Verdict.Paired!.Mean, comparison.Verdict.Paired.PValue, comparison.Verdict.Paired.Count,
                    comparison.Verdict.Outcome)))
                .Order(StringComparer.Ordinal)
                .ToList();
            Assert.NotEmpty(expected);
            Assert.Equal(expected, found);
        }
    }

    private static string Written((double Mean, double PValue, int Seeds, VerdictOutcome Outcome) of) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Math.Round(of.Mean, 9) + 0.0:0.000000000} {of.PValue:0.000000} {of.Seeds} {of.Outcome}");
}
