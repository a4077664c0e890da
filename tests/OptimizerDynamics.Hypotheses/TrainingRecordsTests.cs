using System.Collections.Immutable;
using OptimizerDynamics.Records;
using OptimizerDynamics.Reports.Pages;
using OptimizerDynamics.Reports.Training;
using OptimizerDynamics.Reports.Training.Findings;
using OptimizerDynamics.Statistics;

namespace OptimizerDynamics.Hypotheses;

/// <summary>The paper's hypotheses in the committed records of trainings: the verdicts, that tables say the same, and that both follow from the records by other code too.</summary>
/// <remarks>A verdict changes here only if a training, a measure or the records do: then look which, and change what is written beside it.</remarks>
public sealed class TrainingRecordsTests
{
    private static readonly Lazy<ImmutableDictionary<string, (StudyPage Page, string Folder)>> Reports = new(() => Directory.EnumerateDirectories(Path.Combine(AppContext.BaseDirectory, "reports"))
        .Where(folder => File.Exists(Path.Combine(folder, "study.yaml")) && File.Exists(Path.Combine(folder, "records.jsonl")))
        .Select(folder => (Study: StudyFile.ReadAll(Path.Combine(folder, "study.yaml"))[0], Folder: folder))
        .Where(of => of.Study is TrainingStudy)
        .ToImmutableDictionary(of => of.Study.Name, of => (TrainingPage.Of((TrainingStudy)of.Study, RunStore.ReadLines(Path.Combine(of.Folder, "records.jsonl"))), of.Folder)));

    public static TheoryData<string> Studies => [.. Reports.Value.Keys.Order(StringComparer.Ordinal)];

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
            var found = finding.Comparisons.Select(comparison => Written((comparison.Verdict.Paired!.Mean, comparison.Verdict.Paired.PValue, comparison.Verdict.Paired.Count, comparison.Verdict.Outcome))).Order(StringComparer.Ordinal).ToList();
            Assert.NotEmpty(expected);
            Assert.Equal(expected, found);
        }
    }

    private static string Written((double Mean, double PValue, int Seeds, VerdictOutcome Outcome) of) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Round(of.Mean, 9) + 0.0:0.000000000} {of.PValue:0.000000} {of.Seeds} {of.Outcome}");
}
