using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>A table of the paper with what was measured here beside it.</summary>
internal static class PaperBeside
{
    private const string None = "–";

    /// <summary>The section of a page.</summary>
    /// <param name="records">The trainings.</param>
    /// <param name="table">The table.</param>
    public static string Section(TrainingRecords records, ComparedTable table) =>
        $"## The paper's table, and ours\n\n{table.Published.Title}, with what was measured here beside each column: means over the seeds, "
            + $"with "
        + "the lowest and the highest in brackets. What differs from the paper's setting is what the figures' captions say.\n\n"
        + $"{Table(records, table).ToMarkdown()}\n";

    /// <summary>The table: a row for each of the paper's and each setting of ours that belongs to it; one with dashes where none
    /// does.</summary>
    private static ReportTable Table(TrainingRecords records, ComparedTable table)
    {
        var published = table.Published;
        ComparedColumn?[] ours =
            [.. published.Columns.Select(heading => table.Columns.FirstOrDefault(column => column.Beside == heading))];
        var rows =
            from row in published.Rows
            let settings = records.Settings.Where(setting => table.IsOf(row, setting.Shared.Values)).ToList()
            from setting in settings.Count == 0 ? [null] : settings.Cast<TrainingSetting?>()
            select Row(row, setting);
        return new ReportTable(
            [.. published.Columns.Index().SelectMany(column => Headings(column.Item, ours[column.Index])), "setting here"], [.. rows]);

        static IEnumerable<string> Headings(string heading, ComparedColumn? column) => column is null ? [heading] : [heading, "here"];

        ImmutableArray<string> Row(ImmutableArray<string> cells, TrainingSetting? setting) =>
        [
            .. cells.Index().SelectMany(cell => ours[cell.Index] is not { } column ? (IEnumerable<string>)[cell.Item]
                : [cell.Item, setting is null ? None : CellOf(column, cells, setting)]),
            setting is null ? None : TitleOf(records, setting),
        ];

        static string CellOf(ComparedColumn column, ImmutableArray<string> cells, TrainingSetting setting) =>
            Cell(setting, column.MeasureOf(cells), hasRange: true);
    }
}
