using System.Globalization;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace OptimizerDynamics.Reports;

/// <summary>Tables in HTML: cells know their headings, and rows can be stacked where the screen is narrow.</summary>
internal sealed class HtmlTables : HtmlObjectRenderer<Table>
{
    /// <summary>A cell of at most so many characters is not broken, as 1e-3 would be at its hyphen.</summary>
    private const int LongestUnbroken = 16;

    /// <summary>The most columns that fit a phone.</summary>
    private const int MostUnstacked = 4;

    private static readonly object _name = new();

    /// <summary>Names a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="heading">The heading above it.</param>
    public static void Name(Table table, string heading) => table.SetData(_name, heading);

    /// <summary>A cell's text.</summary>
    /// <param name="cell">The cell.</param>
    public static string TextOf(TableCell cell) =>
        string.Concat(cell.Descendants<ParagraphBlock>().Select(paragraph => HtmlText.Plain(paragraph.Inline))).Trim();

    /// <inheritdoc/>
    protected override void Write(HtmlRenderer renderer, Table table)
    {
        var rows = table.OfType<TableRow>().ToList();
        string[] headings = [.. rows[0].Cast<TableCell>().Select(TextOf)];
        // A table may be wider than the page: whoever has no pointer scrolls what has the focus.
        var name = string.Create(CultureInfo.InvariantCulture, $"{table.GetData(_name)}: table of {rows.Count - 1} rows");
        // Where the screen is narrow, rows of many cells are stacked.
        var isWide = headings.Length > MostUnstacked;
        renderer.Write($"<div class=\"table{(isWide ? " stack" : "")}\" role=\"group\" tabindex=\"0\" aria-label=\"")
            .WriteEscape(name)
            .Write("\">\n<table>\n<thead>\n<tr>");
        foreach (var (place, heading) in headings.Index())
        {
            var tag = heading.Length == 0 ? "td" : "th";
            renderer.Write($"<{tag}{(heading.Length == 0 ? "" : " scope=\"col\"")}{Class(IsNumeric(table, place) ? ["num"] : [])}>");
            WriteText(renderer, (TableCell)rows[0][place]);
            renderer.Write($"</{tag}>");
        }

        renderer.Write("</tr>\n</thead>\n<tbody>\n");
        var above = "";
        foreach (var row in rows.Skip(1))
        {
            // The first cell names the row; an empty one means the one above, and says so where rows are stacked or sorted.
            var first = (TableCell)row[0];
            var isAgain = TextOf(first).Length == 0 && above.Length > 0;
            above = isAgain ? above : TextOf(first);
            renderer.Write("<tr>");
            for (var place = 0; place < row.Count; place++)
            {
                if (place == 0 && above.Length > 0)
                    WriteRowHeading(renderer, first, isAgain ? above : null, IsNumeric(table, 0));
                else
                    WriteCell(renderer, (TableCell)row[place], headings[place], IsNumeric(table, place));
            }

            renderer.Write("</tr>\n");
        }

        renderer.Write("</tbody>\n</table>\n</div>\n");
    }

    private static void WriteRowHeading(HtmlRenderer renderer, TableCell cell, string? above, bool isNumeric)
    {
        var text = above ?? TextOf(cell);
        renderer.Write($"<th scope=\"row\"{Class([isNumeric ? "num" : "", above is null ? "" : "again", .. IsShort(text)])}>");
        if (above is null)
            WriteText(renderer, cell);
        else
            renderer.WriteEscape(above);
        renderer.Write("</th>");
    }

    private static void WriteCell(HtmlRenderer renderer, TableCell cell, string heading, bool isNumeric)
    {
        var isVerdict = cell.Descendants<EmphasisInline>().Any(part => part.TryGetAttributes()?.Classes is { Count: > 0 });
        renderer.Write($"<td{Class([isNumeric ? "num" : "", isVerdict ? "verdict" : "", .. IsShort(TextOf(cell))])}");
        if (heading.Length > 0)
            renderer.Write(" data-label=\"").WriteEscape(heading).Write("\"");
        renderer.Write(">");
        WriteText(renderer, cell);
        renderer.Write("</td>");
    }

    private static void WriteText(HtmlRenderer renderer, TableCell cell)
    {
        var before = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = true;
        renderer.WriteChildren(cell);
        renderer.ImplicitParagraph = before;
    }

    private static bool IsNumeric(Table table, int place) =>
        place < table.ColumnDefinitions.Count && table.ColumnDefinitions[place].Alignment == TableColumnAlign.Right;

    private static string[] IsShort(string text) => text.Length is > 0 and <= LongestUnbroken ? ["short"] : [];

    private static string Class(IEnumerable<string> classes) =>
        string.Join(' ', classes.Where(name => name.Length > 0)) is { Length: > 0 } all ? $" class=\"{all}\"" : "";
}
