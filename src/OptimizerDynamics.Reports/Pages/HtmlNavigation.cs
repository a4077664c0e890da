using System.Text;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The list beside the reports: every hypothesis, linked to where it is decided, and the studies by their question.</summary>
internal static class HtmlNavigation
{
    /// <summary>The list as HTML.</summary>
    /// <param name="pages">The studies' reports, which have been written: findings have their places.</param>
    /// <param name="hypotheses">The hypotheses.</param>
    /// <param name="anchors">The places.</param>
    /// <param name="index">The place of the index.</param>
    public static string Of(IReadOnlyList<StudyPage> pages, IReadOnlyCollection<Hypothesis> hypotheses, HtmlAnchors anchors, string index)
    {
        var text = new StringBuilder("<nav aria-label=\"Contents\">\n<a class=\"home\" href=\"#")
            .Append(index)
            .Append("\">OptimizerDynamics</a>\n");
        // Open on a wide screen whatever its state: the style says so, and no script has to.
        text.Append("<details><summary>Contents</summary></details>\n<div class=\"contents\">\n<p>Hypotheses</p>\n<ul class=\"claims\">\n");
        foreach (var hypothesis in hypotheses)
            text.Append(Claim(hypothesis, HtmlAnchors.Decided(pages, hypothesis.Id), anchors));
        text.Append("</ul>\n");
        foreach (var topic in pages.GroupBy(page => page.Topic).OrderBy(topic => topic.Key))
        {
            text.Append("<p>").Append(Title(topic.Key)).Append("</p>\n<ul>\n");
            foreach (var page in topic)
                text.Append("<li><a href=\"#")
                    .Append(anchors.Of(page))
                    .Append("\">")
                    .Append(Markup.Escaped(page.Title))
                    .Append("</a></li>\n");
            text.Append("</ul>\n");
        }

        if (anchors.Measurements is { } measurements)
            text.Append("<p>Benchmarks</p>\n<ul>\n<li><a href=\"#").Append(measurements).Append("\">Measurements</a></li>\n</ul>\n");
        return text.Append("</div>\n</nav>").ToString();
    }

    private static string Claim(Hypothesis hypothesis, (StudyPage Page, Finding Finding)? decided, HtmlAnchors anchors)
    {
        var says = Markup.Escaped($"{hypothesis.Id}: {hypothesis.Statement}. {decided?.Finding.Words ?? "not tested yet"}");
        var id = Markup.Escaped(hypothesis.Id);
        return decided is { } of
            ? $"<li><a class=\"{HtmlText.ClassOf(of.Finding.Words)}\" href=\"#{anchors.Of(of.Page, hypothesis.Id)}\" "
                + $"title=\"{says}\">{id}</a></li>\n"
            : $"<li><span title=\"{says}\">{id}</span></li>\n";
    }

    private static string Title(ReportTopic topic) => topic switch
    {
        ReportTopic.LowGradient => "Low gradient",
        ReportTopic.MiniBatches => "Mini-batches",
        ReportTopic.Pruning => "Pruning",
        _ => "Trainings",
    };
}
