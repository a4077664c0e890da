using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>All reports as one HTML file that needs nothing else: figures are part of it, on light and on dark paper.</summary>
internal static partial class HtmlPage
{
    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().Build();

    private static readonly string[] _outcomes = [.. Enum.GetValues<HypothesisOutcome>().Select(Finding.WordsOf)];

    /// <summary>The file's text.</summary>
    /// <param name="pages">The studies' reports.</param>
    /// <param name="others">Pages that no study's records made, which the index lists.</param>
    /// <param name="hypotheses">The hypotheses that are listed.</param>
    /// <param name="imageOf">A figure's WebP by page, name and whether it is the dark one, as base64.</param>
    public static string Of(
        IReadOnlyList<StudyPage> pages, IReadOnlyCollection<OtherReport> others, IReadOnlyCollection<Hypothesis> hypotheses,
        Func<StudyPage, string, bool, string> imageOf)
    {
        var body = new StringBuilder();
        body.Append("<nav><strong>OptimizerDynamics</strong><a href=\"#reports\">Hypotheses</a>");
        foreach (var page in pages)
            body.Append("<a href=\"#").Append(page.Name).Append("\">").Append(Escaped(page.Title)).Append("</a>");
        body.Append("</nav>\n<main>\n<section>\n");
        body.Append(Converted(IndexPage.Markdown(pages, others, hypotheses, page => $"#{page.Name}"), "", 0, null)).Append("</section>\n");
        foreach (var page in pages)
        {
            body.Append("<section id=\"").Append(page.Name).Append("\">\n");
            body.Append(Converted(page.Markdown, page.Name, 1, (name, isDark) => imageOf(page, name, isDark))).Append("</section>\n");
        }

        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>OptimizerDynamics: reports</title>
            <style>
            {Style}</style>
            </head>
            <body>
            {body}</main>
            </body>
            </html>

            """;
    }

    private static string Converted(string markdown, string folder, int deeper, Func<string, bool, string>? imageOf)
    {
        var document = Markdown.Parse(markdown, _pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            heading.Level = Math.Min(6, heading.Level + deeper);
            // Pages share headings, and an id is one of its kind in the file.
            if (folder.Length > 0)
                heading.GetAttributes().Id = $"{folder}-{heading.GetAttributes().Id}";
        }

        foreach (var link in document.Descendants<LinkInline>().Where(link => link.Url is not null).ToList())
        {
            if (!link.IsImage)
                link.Url = Relative(folder, link.Url!);
            else if (imageOf is not null)
                link.ReplaceBy(new HtmlInline(Picture(link, imageOf)), copyChildren: false);
        }

        var html = document.ToHtml(_pipeline)
            .Replace("<table>", "<div class=\"table\"><table>", StringComparison.Ordinal)
            .Replace("</table>", "</table></div>", StringComparison.Ordinal);
        html = ShortCell().Replace(html, "<td class=\"short\">$1</td>");
        return _outcomes.Aggregate(html, (text, outcome) => text.Replace(
            $"<strong>{outcome}</strong>", $"<strong class=\"{outcome.Split(' ')[0]}\">{outcome}</strong>", StringComparison.Ordinal));
    }

    private static string Picture(LinkInline link, Func<string, bool, string> imageOf)
    {
        var (name, title) = (Path.GetFileNameWithoutExtension(link.Url!), (link.FirstChild as LiteralInline)?.Content.ToString() ?? "");
        string Source(bool isDark) => $"data:image/webp;base64,{imageOf(name, isDark)}";
        return $"<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"{Source(isDark: true)}\">"
            + $"<img alt=\"{Escaped(title)}\" src=\"{Source(isDark: false)}\"></picture>";
    }

    /// <summary>A link of a page in a folder, as seen from the folder above.</summary>
    private static string Relative(string folder, string url) =>
        folder.Length == 0 || url.Contains(':', StringComparison.Ordinal) || url.StartsWith('#') ? url
        : url.StartsWith("../", StringComparison.Ordinal) ? url[3..]
        : $"{folder}/{url}";

    /// <summary>A cell that must not be broken, as 1e-3 would be at its hyphen.</summary>
    [GeneratedRegex("<td>([^<]{1,16})</td>")]
    private static partial Regex ShortCell();

    private static string Escaped(string text) => System.Net.WebUtility.HtmlEncode(text);

    private const string Style =
        """
        :root { color-scheme: light dark;
          --page: #ffffff; --text: #1b1f24; --muted: #5b6470; --line: #e3e7ec; --soft: #f6f7f9; --link: #0063a6;
          --good: #00704f; --bad: #b34700; --open: #5b6470; --mixed: #7a4fa3; }
        @media (prefers-color-scheme: dark) { :root {
          --page: #14171c; --text: #e6e9ee; --muted: #9aa4b2; --line: #2a3038; --soft: #1b1f26; --link: #6db8ec;
          --good: #43c79d; --bad: #f08a3c; --open: #9aa4b2; --mixed: #c09be0; } }
        * { box-sizing: border-box; }
        html { scroll-behavior: smooth; scroll-padding-top: 4rem; }
        body { margin: 0; background: var(--page); color: var(--text);
          font: 16px/1.6 Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        nav { position: sticky; top: 0; z-index: 1; display: flex; gap: 1.4rem; padding: .8rem 1.5rem;
          overflow-x: auto; white-space: nowrap; background: var(--page); border-bottom: 1px solid var(--line); }
        main { max-width: 960px; margin: 0 auto; padding: 1rem 1.5rem 5rem; }
        section + section { margin-top: 4rem; border-top: 1px solid var(--line); padding-top: 1rem; }
        h1, h2, h3, h4 { line-height: 1.25; letter-spacing: -.01em; margin: 2.2em 0 .6em; }
        h1 { font-size: 2rem; margin-top: 1em; } h2 { font-size: 1.5rem; } h3 { font-size: 1.2rem; } h4 { font-size: 1.05rem; }
        a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
        nav a { color: var(--muted); }
        code { font: .88em ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
          background: var(--soft); padding: .1em .3em; border-radius: 4px; }
        .table { overflow-x: auto; margin: 1.2rem 0; border: 1px solid var(--line); border-radius: 8px; }
        table { border-collapse: collapse; width: 100%; min-width: 600px; font-size: .86rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .45rem .7rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
        tr:last-child td { border-bottom: 0; }
        th { background: var(--soft); font-weight: 600; white-space: nowrap; }
        td[style*="right"], .short { white-space: nowrap; }
        picture { display: block; overflow-x: auto; margin: 1.6rem 0; border: 1px solid var(--line); border-radius: 8px; }
        img { display: block; width: 100%; min-width: 560px; height: auto; border-radius: 8px; }
        .supported { color: var(--good); } .contradicted { color: var(--bad); }
        .depends { color: var(--mixed); } .open { color: var(--open); }
        @media print { nav { display: none; } body { font-size: 11pt; } section { break-before: page; } }

        """;
}
