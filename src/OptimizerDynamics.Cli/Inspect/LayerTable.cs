using Spectre.Console;
using Spectre.Console.Rendering;

namespace OptimizerDynamics.Cli;

/// <summary>A column of a table of layers.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Cell">A layer's cell.</param>
/// <param name="IsText">Whether it is text, from the left, and not a number.</param>
/// <param name="Rank">The higher, the earlier it is left out where there is no room; 0 is never left out.</param>
/// <param name="IsAlarming">Whether a cell is shown in colour; null for never.</param>
internal sealed record LayerColumn<T>(
    string Title, Func<T, string> Cell, bool IsText = false, int Rank = 0, Func<T, bool>? IsAlarming = null);

/// <summary>A table of layers that fits a terminal: columns are left out by rank, and then long names lose their middle.</summary>
/// <param name="console">Where it goes.</param>
/// <param name="width">The columns that there are.</param>
/// <param name="columns">The table's columns; the first one is the names.</param>
internal sealed class LayerTable<T>(IAnsiConsole console, int width, IReadOnlyList<LayerColumn<T>> columns)
{
    /// <summary>A name is never cut to less.</summary>
    private const int ShortestName = 12;

    /// <summary>Between columns.</summary>
    private const int Gap = 2;

    /// <summary>Writes the table.</summary>
    /// <param name="rows">A row for each layer.</param>
    public void Write(IReadOnlyList<T> rows)
    {
        List<(LayerColumn<T> Column, string[] Cells)> shown =
            [.. columns.Select(column => (column, rows.Select(row => Fault.OneLine(column.Cell(row))).ToArray()))];
        while (WidthOf(shown) > width && shown.Exists(part => part.Column.Rank > 0))
        {
            // Names are cut by half before a column goes that most tables have.
            var (names, last) = (shown[0].Cells, shown.MaxBy(part => part.Column.Rank));
            var room = width - (WidthOf(shown) - WidthOf(shown[0]));
            if (last.Column.Rank <= 3 && room >= Math.Max(ShortestName, names.Max(name => name.Length) / 2))
                break;
            shown.Remove(last);
        }

        var rest = width - (WidthOf(shown) - WidthOf(shown[0]));
        shown[0] = (shown[0].Column, Array.ConvertAll(shown[0].Cells, name => Shortened(name, Math.Max(ShortestName, rest))));
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var (place, (column, _)) in shown.Index())
        {
            table.AddColumn(new TableColumn(new Text(column.Title, new Style(decoration: Decoration.Bold)))
            {
                Alignment = column.IsText ? Justify.Left : Justify.Right,
                NoWrap = true,
                Padding = new Padding(0, 0, place == shown.Count - 1 ? 0 : Gap, 0),
            });
        }

        for (var row = 0; row < rows.Count; row++)
            table.AddRow(shown.Select(part => CellOf(part.Column, part.Cells[row], rows[row])));
        console.WriteLine();
        console.Write(table);
        console.WriteLine();
    }

    private static Text CellOf(LayerColumn<T> column, string cell, T row) =>
        new(cell, column.IsAlarming?.Invoke(row) == true ? new Style(Color.Orange1) : Style.Plain);

    private static int WidthOf(List<(LayerColumn<T> Column, string[] Cells)> shown) => shown.Sum(WidthOf);

    private static int WidthOf((LayerColumn<T> Column, string[] Cells) part) =>
        Gap + part.Cells.Append(part.Column.Title).Max(cell => new Segment(cell).CellCount());

    /// <summary>A name without its middle: layers often differ at the end.</summary>
    private static string Shortened(string name, int most) =>
        name.Length <= most ? name : $"{name[..((most - 1) / 2)]}…{name[^(most / 2)..]}";
}
