using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The page that leads to all reports: every hypothesis with its verdict, every study with its answer.</summary>
internal static class IndexPage
{
    /// <summary>The page in Markdown.</summary>
    /// <param name="pages">The studies' reports.</param>
    /// <param name="others">Pages that no study's records made, which the index lists.</param>
    /// <param name="hypotheses">The hypotheses that are listed.</param>
    /// <param name="linkOf">Where a study's report is, from this page.</param>
    public static string Markdown(
        IReadOnlyList<StudyPage> pages, IReadOnlyCollection<OtherReport> others, IReadOnlyCollection<Hypothesis> hypotheses,
        Func<StudyPage, string> linkOf)
    {
        var text = new StringBuilder("<!-- Written by `optdyn report`. -->\n# Reports\n\n");
        text.Append(Introduction).Append("\n\n");
        text.Append("## Hypotheses\n\n").Append(Hypotheses(pages, hypotheses, linkOf).ToMarkdown()).Append("\n## Studies\n\n");
        foreach (var page in pages)
            text.Append(CultureInfo.InvariantCulture, $"### [{page.Title}]({linkOf(page)})\n\n*{page.Question}*\n\n{page.Answer}\n\n");
        if (others.Count > 0)
        {
            var rows = others.Select(other => ImmutableArray.Create($"[{other.Link}]({other.Link})", other.Subject, $"`{other.Command}`"));
            text.Append("## Measurements\n\n").Append(new ReportTable(["", "what it shows", "made by"], [.. rows], 3).ToMarkdown());
        }

        return text.ToString();
    }

    private const string Introduction =
        """
        What the paper claims, and what our runs say of it. Every number comes from records that are committed beside its page. A comparison
        supports or contradicts a hypothesis only where its seeds tell: of trainings, by an exact test that tries all signs of the paired
        differences (p ≤ 0.05, which takes six seeds); of the silent parameter, where the 95 % interval of the median lies on one side
        of 0. Comparisons that disagree are *mixed*. Nothing is corrected for the number of comparisons.
        """;

    private static ReportTable Hypotheses(
        IReadOnlyList<StudyPage> pages, IReadOnlyCollection<Hypothesis> hypotheses, Func<StudyPage, string> linkOf)
    {
        return new ReportTable(["", "hypothesis", "in the paper", "verdict", "study"], [.. hypotheses.Select(Row)], 5);

        ImmutableArray<string> Row(Hypothesis hypothesis)
        {
            var found = (from page in pages
                         from finding in page.Findings
                         where finding.Id == hypothesis.Id
                         select (Page: page, Finding: finding)).ToList();
            return
            [
                hypothesis.Id, hypothesis.Statement, hypothesis.Source,
                found.Count == 0
                    ? "not tested yet"
                    : string.Join("; ", found.Select(of => $"**{of.Finding.Outcome}**: {of.Finding.Summary}")),
                string.Join(", ", found.Select(of => $"[{of.Page.Title}]({linkOf(of.Page)})")),
            ];
        }
    }
}
