using System.Globalization;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>The trainings of a committed report: its <c>trials.csv</c>, which <c>report --check</c> holds to the records.</summary>
internal sealed class CommittedTrials
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "committed", "reports");

    private readonly List<Dictionary<string, string>> _rows;

    private CommittedTrials(List<Dictionary<string, string>> rows) => _rows = rows;

    /// <summary>The number of trainings.</summary>
    public int Count => _rows.Count;

    /// <summary>Those of a study.</summary>
    public static CommittedTrials Of(string study) => new(Read(Path.Combine(Folder, study, "trials.csv")));

    /// <summary>Those of all studies that have any.</summary>
    public static CommittedTrials OfAll() => new(
        [.. Directory.GetFiles(Folder, "trials.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(Read)]);

    /// <summary>A table of a report, such as <c>H9.csv</c>: its rows by heading.</summary>
    public static List<Dictionary<string, string>> Table(string study, string name) => Read(Path.Combine(Folder, study, name));

    /// <summary>A report's page.</summary>
    public static string Page(string study) => File.ReadAllText(Path.Combine(Folder, study, "README.md"));

    /// <summary>The trainings whose columns have these values.</summary>
    public CommittedTrials Where(params (string Column, string Value)[] values) =>
        Where(row => values.All(of => row[of.Column] == of.Value));

    /// <summary>The trainings in which a column is below another.</summary>
    public CommittedTrials WhereBelow(string column, string other) =>
        Where(row => Number(row, column) < Number(row, other));

    /// <summary>The trainings in which a column is a number.</summary>
    public CommittedTrials Having(string column) =>
        Where(row => row.ContainsKey(column) && double.IsFinite(Number(row, column)));

    /// <summary>Whether the trainings differ in a column: those in which they do are written.</summary>
    public bool Varies(string column) => _rows.Exists(row => row.ContainsKey(column));

    /// <summary>The values of a column, training by training.</summary>
    public List<string> Values(string column) => [.. _rows.Select(row => row[column])];

    /// <summary>The mean of a column.</summary>
    public double Mean(string column)
    {
        Assert.NotEmpty(_rows);
        return _rows.Average(row => Number(row, column));
    }

    /// <summary>The mean of a share in per cent, as README writes it: <c>19.3 %</c>.</summary>
    public string Percent(string column, string format = "0.0") => $"{Text(100 * Mean(column), format)} %";

    /// <summary>A number as README writes it.</summary>
    public static string Text(double value, string format = "0.0") => value.ToString(format, CultureInfo.InvariantCulture);

    private CommittedTrials Where(Func<Dictionary<string, string>, bool> isWanted) => new([.. _rows.Where(isWanted)]);

    private static double Number(Dictionary<string, string> row, string column) =>
        double.Parse(row[column], NumberStyles.Float, CultureInfo.InvariantCulture);

    private static List<Dictionary<string, string>> Read(string path)
    {
        var rows = File.ReadLines(path).Select(Cells).ToList();
        return [.. rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(of => of.First, of => of.Second))];
    }

    /// <summary>The cells of a line; one in quotation marks may have commas.</summary>
    private static string[] Cells(string line)
    {
        var (cells, isQuoted) = (new List<string> { "" }, false);
        foreach (var character in line)
        {
            if (character == '"')
                isQuoted = !isQuoted;
            else if (character == ',' && !isQuoted)
                cells.Add("");
            else
                cells[^1] += character;
        }

        return [.. cells];
    }
}
