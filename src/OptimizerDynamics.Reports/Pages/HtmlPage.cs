using System.Security.Cryptography;
using System.Text;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>All reports as one HTML file that needs nothing else and may fetch nothing else: style, script and figures are part of
/// it.</summary>
internal static class HtmlPage
{
    /// <summary>The file's text.</summary>
    /// <param name="pages">The studies' reports.</param>
    /// <param name="others">Pages that no study's records made, which the index lists.</param>
    /// <param name="hypotheses">The hypotheses that are listed.</param>
    /// <param name="drawn">A figure's panels, by the page that shows it.</param>
    public static string Of(
        IReadOnlyList<StudyPage> pages, IReadOnlyCollection<OtherReport> others, IReadOnlyCollection<Hypothesis> hypotheses,
        Func<StudyPage, Figure, SvgFigure> drawn)
    {
        var anchors = new HtmlAnchors(pages);
        var inks = new SortedSet<string>(StringComparer.Ordinal);
        var studies = new StringBuilder();
        foreach (var page in pages)
            studies.Append(Section(HtmlText.OfStudy(page, anchors, figure => Element(page, figure)), anchors.Of(page)));
        var (start, main) = (anchors.Unique("index"), anchors.Unique("main"));
        var index = Section(
            HtmlText.OfIndex(IndexPage.Markdown(pages, others, hypotheses, page => $"#{anchors.Of(page)}"), anchors), start);
        var (style, script) = (Resource("page.css") + Colours(inks), Resource("page.js"));
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy(style, script)}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>OptimizerDynamics: reports</title>
            <style>{style}</style>
            </head>
            <body>
            <a class="skip" href="#{main}">Skip to the reports</a>
            {HtmlNavigation.Of(pages, hypotheses, anchors, start)}
            <main id="{main}" tabindex="-1" data-optimizers="{Optimizers()}">
            {index}{studies}</main>
            <script>{script}</script>
            </body>
            </html>

            """;

        string Element(StudyPage page, Figure figure)
        {
            var panels = drawn(page, figure);
            inks.UnionWith(panels.Inks);
            return HtmlFigure.Of(page, figure, panels, anchors.Unique($"{anchors.Of(page)}-figure-{figure.Name}"));
        }
    }

    /// <summary>The optimizers that the page can be narrowed to, as figures and tables write them.</summary>
    private static string Optimizers() =>
        Markup.Escaped(
            string.Join('|', OptimizerCatalog.All.Select(optimizer => Theme.TitleOf(optimizer.Name)).Distinct(StringComparer.Ordinal)));

    /// <summary>The style of the figures' colours: a variable for each pair, and its two classes.</summary>
    private static string Colours(IReadOnlyCollection<string> inks)
    {
        static string Hex(Ink ink, bool isDark) => Markup.Hex(ink.On(isDark ? Paper.Dark : Paper.Light));
        string Values(bool isDark) =>
            $"--good:#{Hex(Theme.Supported.ForWords(), isDark)};--bad:#{Hex(Theme.Contradicted.ForWords(), isDark)};"
                + string.Concat(inks.Select(ink => $"--i{ink}:{SvgCanvas.ValueOf(ink, isDark)};"));
        var classes = string.Concat(inks.Select(ink => $".f{ink}{{fill:var(--i{ink})}}.s{ink}{{stroke:var(--i{ink})}}\n"));
        return $":root{{{Values(isDark: false)}}}\n@media screen and (prefers-color-scheme: "
            + $"dark){{:root{{{Values(isDark: true)}}}}}\n{classes}";
    }

    private static string Section((string Html, string Heading) of, string id) =>
        $"<section id=\"{id}\" aria-labelledby=\"{of.Heading}\">\n{of.Html}</section>\n";

    /// <summary>One of the files that are part of the page, with line feeds.</summary>
    private static string Resource(string name)
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not among this library's resources.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>What a browser is allowed to load and to run: nothing but what stands in this file.</summary>
    private static string Policy(string style, string script) =>
        $"default-src 'none'; img-src data:; style-src '{Hash(style)}'; script-src '{Hash(script)}'; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
