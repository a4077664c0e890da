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
        foreach (var group in records.GroupBy(record => MadeBy(record.Environment)))
        {
            var seconds = group.Sum(record => record.Seconds).ToString("0.0", CultureInfo.InvariantCulture);
            text.Append(
                CultureInfo.InvariantCulture,
                $"* {Say.Count(group.Count())} trials by {group.Key}; {seconds} s of computing, "
                + $"begun {group.Min(record => record.Started):yyyy-MM-dd}.\n");
        }

        foreach (var status in new[] { TrialStatus.Diverged, TrialStatus.Failed })
        {
            if (records.Count(record => record.Status == status) is > 0 and var count)
                text.Append(CultureInfo.InvariantCulture, $"* {Say.Count(count)} of them {status.ToString().ToLowerInvariant()}.\n");
        }

        foreach (var remark in records.SelectMany(record => record.Remarks).Distinct().Order(StringComparer.Ordinal))
        {
            var count = records.Count(record => record.Remarks.Contains(remark));
            text.Append(CultureInfo.InvariantCulture, $"* Of {Say.Count(count)} of them: {remark}.\n");
        }

        return text.Append(Source).ToString();
    }

    private const string Source =
        "* Every trial's specification, seeds and outcome: [`records.jsonl`](records.jsonl). `optdyn report --check` holds this page to "
        + "it.\n";

    private static string MadeBy(RunEnvironment of)
    {
        var commit = of.Commit is null
            ? "an unknown commit"
            : $"commit {of.Commit}{(of.HasLocalChanges == true ? " with local changes" : "")}";
        var libraries = string.Join(", ", of.Libraries.Select(library => $"{library.Key} {library.Value}"));
        return $"optdyn {of.Program} ({commit}), {libraries}, on {of.Device}";
    }
}
