using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>A CSV file of finite numbers: no header, one row a line, as many columns in each row as in the first.</summary>
/// <remarks>Numbers are written as in most programming languages (<c>-1.5e-3</c>), between commas; spaces around them do not count, nor do
/// empty lines at the end. Quotes are not needed and not read.</remarks>
public sealed class NumberTable
{
    private readonly List<double[]> _rows;

    private NumberTable(string file, List<double[]> rows) => (File, _rows) = (file, rows);

    /// <summary>The file's name as the user gave it.</summary>
    public string File { get; }

    /// <summary>Number of rows; at least one.</summary>
    public int RowCount => _rows.Count;

    /// <summary>Number of columns; at least one.</summary>
    public int ColumnCount => _rows[0].Length;

    /// <summary>A row.</summary>
    /// <param name="index">Its index, from 0.</param>
    public ReadOnlySpan<double> this[int index] => _rows[index];

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">A cell is no finite number, a row is ragged, there is none, or there is a control character; the
    /// message names line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NumberTable ReadFile(string path)
    {
        using var reader = System.IO.File.OpenText(path);
        return Read(reader, path);
    }

    /// <summary>Reads a whole text.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="InputException">As for <see cref="ReadFile"/>.</exception>
    public static NumberTable Read(TextReader reader, string file)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var rows = new List<double[]>();
        var line = 0;
        var firstEmpty = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            PlainText.RequireLine(text, file, line);
            if (string.IsNullOrWhiteSpace(text))
            {
                firstEmpty = firstEmpty == 0 ? line : firstEmpty;
                continue;
            }

            if (firstEmpty != 0)
                throw new InputException($"{file}:{firstEmpty}: expected a row of numbers, found an empty line");
            rows.Add(ParseRow(text, file, line, rows.Count == 0 ? null : rows[0].Length));
        }

        return rows.Count > 0
            ? new NumberTable(file, rows)
            : throw new InputException($"{file}: expected at least one row of numbers, found none");
    }

    private static double[] ParseRow(string text, string file, int line, int? columns)
    {
        var cells = text.Split(',');
        if (columns is { } expected && cells.Length != expected)
            throw new InputException($"{file}:{line}: expected {expected} columns as in line 1, found {cells.Length}");
        var row = new double[cells.Length];
        for (var column = 0; column < cells.Length; column++)
        {
            var cell = cells[column].Trim();
            if (!InvariantNumber.TryParse(cell, NumberStyles.Float, out row[column]) || !double.IsFinite(row[column]))
            {
                var found = cell.Length == 0 ? "nothing" : $"'{cell}'";
                throw new InputException($"{file}:{line}: column {column + 1}: expected a finite number, found {found}");
            }
        }

        return row;
    }
}
