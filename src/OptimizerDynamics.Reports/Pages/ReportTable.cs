using System.Collections.Immutable;
using System.Text;

namespace OptimizerDynamics.Reports;

/// <summary>A table of a report: shown in its page, or a file of its own beside it.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The rows, each with a cell for every heading.</param>
/// <param name="LeftColumns">How many columns, from the left, are words; the others are numbers, set to the right.</param>
public sealed record ReportTable(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows, int LeftColumns = 1)
{
    /// <summary>As a table of Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line(Columns);
        text.Append('|').AppendJoin('|', Columns.Select((_, place) => place < LeftColumns ? "---" : "--:")).Append("|\n");
        foreach (var row in Rows)
            Line(row);
        return text.ToString();

        void Line(IEnumerable<string> cells) =>
            text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
    }

    /// <summary>As comma-separated values (RFC 4180), lines ending with a line feed.</summary>
    public string ToCsv()
    {
        return string.Concat(Rows.Prepend(Columns).Select(row => string.Join(',', row.Select(Quoted)) + "\n"));

        static string Quoted(string cell) =>
            cell.AsSpan().IndexOfAny(",\"\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
