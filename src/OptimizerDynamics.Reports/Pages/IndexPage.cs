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
        What the paper claims, and what our runs say of it. Every number comes from records that are committed beside its page. A
        study's plan names for each hypothesis one contrast, which alone decides, and is committed before the study's first record. A
        hypothesis on sparsity is tested by both of the paper's measures, by γ and by activation, and both have to pass an exact test
        that tries all signs of the paired differences (p ≤ 0.05, which takes six seeds): then it is *supported* or *contradicted*.
        Where one measure tells and the other disagrees, the verdict *depends on the measure*; else it is *open*. Effects are means over
        the seeds in percentage points, with a 95 % interval, above 0 where they agree with the hypothesis.
        """;

    private static ReportTable Hypotheses(
        IReadOnlyList<StudyPage> pages, IReadOnlyCollection<Hypothesis> hypotheses, Func<StudyPage, string> linkOf)
    {
        return new ReportTable(
            ["", "claim", "in the paper", "ours by γ", "ours by activation", "verdict", "study"], [.. hypotheses.SelectMany(Rows)], 7);

        IEnumerable<ImmutableArray<string>> Rows(Hypothesis hypothesis)
        {
            var found = (from page in pages
                         from finding in page.Findings
                         where finding.Id == hypothesis.Id
                         select (Page: page, Finding: finding)).ToList();
            return found.Count == 0
                ? [[hypothesis.Id, hypothesis.Statement, InPaper(hypothesis), "", "", "not tested yet", ""]]
                : found.Select((of, index) => ImmutableArray.Create(
                    index == 0 ? hypothesis.Id : "", index == 0 ? hypothesis.Statement : "", index == 0 ? InPaper(hypothesis) : "",
                    EffectBy(of.Finding, TestedMeasure.ByScale), EffectBy(of.Finding, TestedMeasure.ByActivation),
                    FindingText.BriefOutcome(of.Finding),
                    $"[{of.Page.Title}]({linkOf(of.Page)})"));
        }
    }

    private static string InPaper(Hypothesis hypothesis) =>
        hypothesis.Measured.Length == 0 ? hypothesis.Source : $"{hypothesis.Measured} ({hypothesis.Source})";

    /// <summary>The effect of the primary contrast in a measure; what has measures of its own shows them all in the first column.</summary>
    private static string EffectBy(Finding finding, string by)
    {
        var hasBoth = finding.Primary.Any(of => of.By is TestedMeasure.ByScale or TestedMeasure.ByActivation);
        var shown = finding.Primary.Where(of => of.Verdict.Paired is not null && (hasBoth ? of.By == by : by == TestedMeasure.ByScale));
        return string.Join("; ", shown.Select(of =>
            hasBoth || of.By.Length == 0 ? FindingText.Effect(of) : $"{of.By}: {FindingText.Effect(of)}"));
    }
}
