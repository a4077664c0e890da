using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>A page of Markdown as a part of the HTML file.</summary>
/// <remarks>Titles, questions and names are a user's: HTML in them stays text, and links lead to files and to the web only.</remarks>
internal static class HtmlText
{
    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    private static readonly string[] _outcomes = [.. Enum.GetValues<HypothesisOutcome>().Select(Finding.WordsOf)];

    /// <summary>A study's page: its HTML, and the id of its title.</summary>
    /// <param name="page">The page.</param>
    /// <param name="anchors">The ids of the file.</param>
    /// <param name="figureOf">A figure's element.</param>
    public static (string Html, string Heading) OfStudy(StudyPage page, HtmlAnchors anchors, Func<Figure, string> figureOf)
    {
        var document = Parsed(page.Markdown);
        var heading = Headings(document, deeper: 1, text => anchors.Heading(page, text));
        foreach (var picture in document.Descendants<LinkInline>().Where(link => link.IsImage).ToList())
        {
            var name = Path.GetFileNameWithoutExtension(picture.Url ?? "");
            if (picture.Parent?.ParentBlock is LeafBlock paragraph
                && page.Figures.FirstOrDefault(figure => figure.Name == name) is { } figure)
                Replace(paragraph, figureOf(figure));
        }

        Links(document, url => Seen(page.Name, url, anchors));
        return (Rendered(document), heading);
    }

    /// <summary>The page that leads to all others.</summary>
    /// <param name="markdown">The page, with links to places of the file.</param>
    /// <param name="anchors">The ids of the file; the studies' pages have been written.</param>
    public static (string Html, string Heading) OfIndex(string markdown, HtmlAnchors anchors)
    {
        var document = Parsed(markdown);
        var heading = Headings(document, deeper: 0, text => text == "Measurements" ? anchors.Measure() : anchors.Unique($"index-{text}"));
        Links(document, url => url);
        foreach (var row in document.Descendants<Markdig.Extensions.Tables.TableRow>())
            LinkFindings(row, anchors);
        return (Rendered(document), heading);
    }

    /// <summary>The class that gives an outcome its colour.</summary>
    /// <param name="outcome">The outcome in words.</param>
    public static string ClassOf(string outcome) => outcome.Split(' ')[0];

    /// <summary>The text of inlines without what sets it off.</summary>
    /// <param name="inlines">The inlines; may be null.</param>
    public static string Plain(ContainerInline? inlines) =>
        inlines is null ? "" : string.Concat(inlines.Descendants().Select(part => part switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            AutolinkInline link => link.Url,
            LineBreakInline => " ",
            _ => "",
        }));

    private static MarkdownDocument Parsed(string markdown)
    {
        // The first line says what wrote the page; it is a comment, for a reader of Markdown.
        var text = markdown.StartsWith("<!--", StringComparison.Ordinal)
            ? markdown[(markdown.IndexOf('\n', StringComparison.Ordinal) + 1)..]
            : markdown;
        var document = Markdown.Parse(text, _pipeline);
        foreach (var strong in document.Descendants<EmphasisInline>().Where(part => part.DelimiterCount == 2))
        {
            if (_outcomes.Contains(Plain(strong)))
                strong.GetAttributes().AddClass(ClassOf(Plain(strong)));
        }

        return document;
    }

    /// <summary>Gives headings their levels and ids, and tables the names of the headings above them; the id of the first one.</summary>
    private static string Headings(MarkdownDocument document, int deeper, Func<string, string> idOf)
    {
        var (first, above) = ("", "");
        foreach (var block in document.Descendants<Block>())
        {
            if (block is HeadingBlock heading)
            {
                above = Plain(heading.Inline);
                heading.Level = Math.Min(6, heading.Level + deeper);
                var id = idOf(above);
                heading.GetAttributes().Id = id;
                if (first.Length == 0)
                    first = id;
            }
            else if (block is Markdig.Extensions.Tables.Table table)
            {
                HtmlTables.Name(table, above);
            }
        }

        return first;
    }

    private static void Links(MarkdownDocument document, Func<string, string> seen)
    {
        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !IsHarmless(link.Url)).ToList())
            link.ReplaceBy(new LiteralInline(link.Url), copyChildren: false);
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            // A picture that is no figure of the page would be another file.
            if (!link.IsImage && IsHarmless(link.Url ?? ""))
                link.Url = seen(link.Url ?? "");
            else
                link.ReplaceBy(new LiteralInline(Plain(link)), copyChildren: false);
        }
    }

    /// <summary>Whether a link leads to a file or to the web, and runs nothing.</summary>
    private static bool IsHarmless(string url) =>
        !url.Split('/', '#', '?')[0].Contains(':', StringComparison.Ordinal)
        || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>A link of a page in a folder, as seen from the file above; another study's page is a place of the same file.</summary>
    private static string Seen(string folder, string url, HtmlAnchors anchors)
    {
        if (url.Contains(':', StringComparison.Ordinal) || url.StartsWith('#'))
            return url;
        var above = url.StartsWith("../", StringComparison.Ordinal) ? url[3..] : $"{folder}/{url}";
        return above.Split('/') is [var page, ReportFiles.PageName] && anchors.OfPage(page) is { } section ? $"#{section}" : above;
    }

    /// <summary>Leads from a hypothesis's row to where its study decides it.</summary>
    private static void LinkFindings(Markdig.Extensions.Tables.TableRow row, HtmlAnchors anchors)
    {
        var table = (Markdig.Extensions.Tables.Table)row.Parent!;
        var id = table.OfType<Markdig.Extensions.Tables.TableRow>().TakeWhile(other => other != row).Append(row)
            .Select(other => HtmlTables.TextOf((Markdig.Extensions.Tables.TableCell)other[0])).LastOrDefault(text => text.Length > 0) ?? "";
        foreach (var link in row.Descendants<LinkInline>().Where(link => link.Url!.StartsWith('#')))
            link.Url = anchors.OfFinding(link.Url![1..], id) is { } heading ? $"#{heading}" : link.Url;
    }

    private static void Replace(LeafBlock paragraph, string html)
    {
        var lines = new Markdig.Helpers.StringLineGroup(html);
        var container = paragraph.Parent!;
        container[container.IndexOf(paragraph)] = new HtmlBlock(null) { Type = HtmlBlockType.NonInterruptingBlock, Lines = lines };
    }

    private static string Rendered(MarkdownDocument document)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(text);
        _pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<Markdig.Extensions.Tables.HtmlTableRenderer>(new HtmlTables());
        renderer.Render(document);
        return text.ToString();
    }
}
