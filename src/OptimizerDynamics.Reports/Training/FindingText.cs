using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>Findings in words and tables.</summary>
internal static class FindingText
{
    /// <summary>What the seeds say, as numbers: effects in percentage points.</summary>
    public static ReportTable Table(Finding finding) => new(
        ["comparison", "effect", "95 % interval", "d_z", "p", "seeds", "verdict"],
        [.. finding.Comparisons.Select(comparison => Row(comparison.What, comparison.Verdict))]);

    /// <summary>The findings' outcomes in a sentence; empty where there are none.</summary>
    public static string Answer(IReadOnlyCollection<Finding> findings)
    {
        if (findings.Count == 0)
            return "";
        var groups = findings.GroupBy(finding => finding.Outcome)
            .Select(group => $"{string.Join(", ", group.Select(finding => finding.Id))} {(group.Count() == 1 ? "is" : "are")} {group.Key}");
        var summary = findings.First().Summary;
        return $"**{string.Join("; ", groups)}.** {(findings.Count == 1 ? $"{char.ToUpperInvariant(summary[0])}{summary[1..]}. " : "")}";
    }

    /// <summary>The section of a page.</summary>
    /// <param name="findings">The findings, one for each hypothesis that had something to compare.</param>
    /// <param name="hypotheses">The hypotheses of the study, those of the findings among them.</param>
    /// <param name="layer">The layer that the report looks at.</param>
    public static string Section(ImmutableArray<Finding> findings, IReadOnlyCollection<Hypothesis> hypotheses, string layer)
    {
        if (findings.IsEmpty)
            return "";
        var text = new StringBuilder("## Hypotheses\n\n");
        text.Append(Introduction).Append("\n\n");
        foreach (var finding in findings)
        {
            var hypothesis = hypotheses.Single(known => known.Id == finding.Id);
            var effect = hypothesis.Effect.Replace("{layer}", layer, StringComparison.Ordinal);
            var margin = hypothesis.Margin is { } named ? $" The margin is {named}." : "";
            text.Append(CultureInfo.InvariantCulture, $"### {finding.Id}: {hypothesis.Statement}\n\n");
            text.Append(
                CultureInfo.InvariantCulture,
                $"**{finding.Outcome}**: {finding.Summary}. {effect}{margin}\n\n{Table(finding).ToMarkdown()}\n");
            foreach (var table in hypothesis.Published)
                text.Append(CultureInfo.InvariantCulture, $"In the paper, {table.Title}:\n\n{OfPublished(table).ToMarkdown()}\n");
        }

        return text.ToString();
    }

    private const string Introduction =
        """
        The study's file named these hypotheses before it was run. Trainings are compared seed by seed. An effect is the mean over the
        seeds in percentage points, above 0 where it agrees with the hypothesis, with a bootstrap interval, Cohen's d_z (of paired
        differences) and the p-value of an exact test that tries all signs. A verdict needs p ≤ 0.05, which fewer than six seeds cannot
        reach. Nothing is corrected for the number of comparisons.
        """;

    /// <summary>A table of a publication; the columns from the left that hold no numbers are words.</summary>
    private static ReportTable OfPublished(PublishedTable table) => new(
        table.Columns, table.Rows,
        Enumerable.Range(0, table.Columns.Length)
            .TakeWhile(column => table.Rows.Any(row => row[column].Length > 0 && !char.IsAsciiDigit(row[column][0]))).Count());

    private static ImmutableArray<string> Row(string what, Verdict verdict)
    {
        var effect = verdict.Paired!;
        return
        [
            what, Points(effect.Mean), $"{Points(effect.Low)} to {Points(effect.High)}",
            double.IsInfinity(effect.Standardized) ? effect.Standardized > 0 ? "+∞" : "−∞" : Signed(effect.Standardized, "0.0"),
            effect.PValue.ToString("0.000", CultureInfo.InvariantCulture),
            effect.Count.ToString(CultureInfo.InvariantCulture), verdict.Outcome.ToString().ToLowerInvariant(),
        ];
    }

    private static string Points(double share) => Signed(100 * share, "0.0");

    private static string Signed(double value, string format) =>
        value.ToString($"+{format};−{format};{format}", CultureInfo.InvariantCulture);
}
