using System.Globalization;
using System.Text;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>Where a report's numbers come from, in words.</summary>
internal static class Provenance
{
    /// <summary>The programs and machines that made some records, and what became of their trials.</summary>
    public static string Of(IReadOnlyList<TrialRecord> records)
    {
        var text = new StringBuilder();
        foreach (var group in records.GroupBy(record => (record.Environment.Program, Libraries(record), record.Environment.Commit, record.Environment.HasLocalChanges, record.Environment.Device)))
        {
            var of = group.First().Environment;
            var commit = of.Commit is null ? "an unknown commit" : $"commit {of.Commit}{(of.HasLocalChanges == true ? " with local changes" : "")}";
            var seconds = group.Sum(record => record.Seconds).ToString("0.0", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"* {Say.Count(group.Count())} trials by optdyn {of.Program} ({commit}), {Libraries(group.First())}, on {of.Device}; {seconds} s of computing, begun {group.Min(record => record.Started):yyyy-MM-dd}.\n");
        }

        foreach (var status in new[] { TrialStatus.Diverged, TrialStatus.Failed })
        {
            if (records.Count(record => record.Status == status) is > 0 and var count)
                text.Append(CultureInfo.InvariantCulture, $"* {Say.Count(count)} of them {status.ToString().ToLowerInvariant()}.\n");
        }

        foreach (var remark in records.SelectMany(record => record.Remarks).Distinct().Order(StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"* Of {Say.Count(records.Count(record => record.Remarks.Contains(remark)))} of them: {remark}.\n");
        return text.Append("* Every trial's specification, seeds and outcome: [`records.jsonl`](records.jsonl). `optdyn report --check` holds this page to it.\n").ToString();
    }

    private static string Libraries(TrialRecord record) => string.Join(", ", record.Environment.Libraries.Select(library => $"{library.Key} {library.Value}"));
}
