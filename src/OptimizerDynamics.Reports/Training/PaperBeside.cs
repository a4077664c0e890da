using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Experiments;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>A table of the paper with what was measured here beside it.</summary>
internal sealed class PaperBeside
{
    private const string None = "–";

    private readonly TrainingRecords _records;
    private readonly ComparedTable _table;
    private readonly ImmutableArray<Column> _columns;
    private readonly List<(ImmutableArray<string> Cells, TrainingSetting? Setting)> _rows;

    private PaperBeside(TrainingRecords records, ComparedTable table)
    {
        (_records, _table) = (records, table);
        _columns = [.. table.Published.Columns.Index().SelectMany(column => Columns(column.Item, column.Index))];
        _rows =
        [
            .. from row in table.Published.Rows
               let settings = records.Settings.Where(setting => table.IsOf(row, setting.Shared.Values)).ToList()
               from setting in settings.Count == 0 ? [null] : settings.Cast<TrainingSetting?>()
               select (row, setting),
        ];
    }

    private bool HasOthers => _records.Settings.Any(setting => !_rows.Exists(row => row.Setting == setting));

    /// <summary>The section of a page: a row for each of the paper's and each setting of ours that belongs to it; one with dashes where
    /// none does.</summary>
    /// <param name="records">The trainings.</param>
    /// <param name="table">The table.</param>
    public static string Section(TrainingRecords records, ComparedTable table)
    {
        var beside = new PaperBeside(records, table);
        return $"## The paper's table, and ours\n\n{table.Published.Title}, with what was measured here beside each column: means over the "
            + "seeds, with the lowest and the highest in brackets. What differs from the paper's setting is what the figures' captions say"
            + $"{beside.Lambdas()}."
            + $"{(beside.HasOthers ? " Settings of ours that have no row here stand in the tables below." : "")}{Marks(table)}\n\n"
            + $"{beside.Table().ToMarkdown()}\n";
    }

    /// <summary>λ of the settings here, where the table has no column of it.</summary>
    private string Lambdas()
    {
        double[] lambdas = [.. _rows.Select(row => row.Setting?.Shared.Lambda ?? 0).Where(lambda => lambda > 0).Distinct().Order()];
        return lambdas.Length == 0 || _table.Published.Columns.Contains("λ") ? ""
            : $"; λ here: {string.Join(" and ", lambdas.Select(Say.Setting))}";
    }

    private static string Marks(ComparedTable table) => table.Lowest is not { } lowest ? ""
        : string.Create(
            CultureInfo.InvariantCulture,
            $" Of each {lowest.Group} the lowest error in the table is bold, and what is within {BestRows.Near} percentage point of it in "
                + $"italics: the "
                + $"paper marks the best and \"near best\", and does not say what is near.");

    /// <summary>A column of the paper, and behind it ours.</summary>
    private IEnumerable<Column> Columns(string heading, int index)
    {
        yield return new Column(heading, heading, (cells, _) => cells[index], (cells, _) => Number(cells[index]));
        if (_table.Columns.FirstOrDefault(column => column.Beside == heading) is not { } ours)
            yield break;
        yield return new Column(
            "here", heading,
            (cells, setting) => setting is null ? None : Cell(setting, ours.MeasureOf(cells), hasRange: true),
            (cells, setting) => setting is null ? double.NaN : 100 * setting.Mean(ours.MeasureOf(cells)));
    }

    private ReportTable Table()
    {
        return new ReportTable(
            [.. _columns.Select(column => column.Heading), "setting here"], [.. _rows.Select((_, index) => Row(index))],
            FindingText.WordColumns(_table.Published));

        ImmutableArray<string> Row(int index)
        {
            var (cells, setting) = _rows[index];
            return
            [
                .. _columns.Select(column => Marked(column, index)),
                setting is null ? None : TitleOf(_records, setting),
            ];
        }
    }

    /// <summary>The text of a cell, marked where it is the lowest of its group, or near it.</summary>
    private string Marked(Column column, int index)
    {
        var (cells, setting) = _rows[index];
        var text = column.Text(cells, setting);
        if (_table.Lowest is not { } lowest || !lowest.Headings.Contains(column.Beside))
            return text;
        var group = _table.Published.Columns.IndexOf(lowest.Group);
        var best = _rows.Where(row => row.Cells[group] == cells[group]).Select(row => column.Value(row.Cells, row.Setting))
            .Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        var above = column.Value(cells, setting) - best;
        return above == 0 ? $"**{text}**" : above <= BestRows.Near ? $"*{text}*" : text;
    }

    private static double Number(string cell) =>
        InvariantNumber.TryParse(cell, NumberStyles.Float, out double number) ? number : double.NaN;

    /// <param name="Heading">Its heading.</param>
    /// <param name="Beside">The paper's heading that it stands below or behind.</param>
    /// <param name="Text">Its cell, given the paper's row and the setting.</param>
    /// <param name="Value">The number in it, in percent.</param>
    private sealed record Column(
        string Heading, string Beside, Func<ImmutableArray<string>, TrainingSetting?, string> Text,
        Func<ImmutableArray<string>, TrainingSetting?, double> Value);
}
