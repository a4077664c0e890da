using System.Collections.Frozen;
using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>The tables of the paper (Mehta, Kim and Theobalt 2019), read from this library's copies of them.</summary>
internal static class PaperTables
{
    /// <summary>The cells of each file, by its name without its ending: each is read once, however many hypotheses quote it.</summary>
    private static readonly FrozenDictionary<string, string[][]> _files = typeof(PaperTables).Assembly.GetManifestResourceNames()
        .Where(resource => resource.StartsWith("Published/", StringComparison.Ordinal))
        .ToFrozenDictionary(resource => Path.GetFileNameWithoutExtension(resource), Read);

    /// <summary>Columns of a table under headings of our own.</summary>
    /// <param name="file">The table's file below <c>Published</c>, without its ending.</param>
    /// <param name="title">The table's title here.</param>
    /// <param name="columns">The columns that are shown, by their name in the file, with their headings here.</param>
    public static PublishedTable Of(string file, string title, params ReadOnlySpan<(string Column, string Heading)> columns) =>
        Of(file, title, _ => true, columns);

    /// <summary>Table 1: the share of inactive features and the test error by optimizer, regularization and λ.</summary>
    /// <param name="part">What tells the rows from the table's others, for its title; may be empty.</param>
    /// <param name="isShown">Which rows, given the optimizer and λ as the paper writes them.</param>
    public static PublishedTable Regularizers(string part, Func<string, string, bool> isShown) => Of(
        "table1", $"Table 1: BasicNet, mini-batch 40{part}", row => isShown(row[0], row[2]),
        ("optimizer", "optimizer"), ("regularizer", "regularization"), ("lambda", "λ"),
        ("cifar10_sparsity_gamma_pct", "CIFAR-10: inactive by γ, %"), ("cifar10_test_error_pct", "test error, %"),
        ("cifar100_sparsity_gamma_pct", "CIFAR-100: inactive by γ, %"), ("cifar100_test_error_pct", "test error, %"));

    /// <summary>What draws θ towards 0 in a row of Table 1, which writes a λ of 0 where nothing does.</summary>
    /// <param name="regularizer">L2 or WD.</param>
    /// <param name="lambda">λ.</param>
    public static Regularization RegularizationOf(string regularizer, double lambda) =>
        lambda == 0 ? Regularization.None : regularizer == "WD" ? Regularization.WeightDecay : Regularization.L2;

    /// <summary>The rows of a table, each a cell for every column's name in the file.</summary>
    /// <param name="file">The table's file below <c>Published</c>, without its ending.</param>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Rows(string file)
    {
        var rows = _files[file];
        return rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(cell => cell.First, cell => cell.Second));
    }

    /// <summary>One number of a table, as the paper prints it.</summary>
    /// <param name="file">The table's file below <c>Published</c>, without its ending.</param>
    /// <param name="column">The number's column, by its name in the file.</param>
    /// <param name="row">What the row's first cells are, one after the other.</param>
    public static string Number(string file, string column, params ReadOnlySpan<string> row)
    {
        var rows = _files[file];
        foreach (var cells in rows)
        {
            if (cells.AsSpan().StartsWith(row))
                return cells[Array.IndexOf(rows[0], column)];
        }

        throw new ArgumentException($"{file} has no row that begins with {string.Join(", ", row!)}.", nameof(row));
    }

    /// <summary>Table 1's share of features of BasicNet that are inactive on CIFAR-10 by γ, in percent.</summary>
    /// <param name="optimizer">The optimizer, as the paper writes it.</param>
    /// <param name="regularizer">L2 or WD.</param>
    /// <param name="lambda">λ, as the paper writes it.</param>
    public static string InactiveByScale(string optimizer, string regularizer, string lambda) =>
        Number("table1", "cifar10_sparsity_gamma_pct", optimizer, regularizer, lambda);

    private static PublishedTable Of(
        string file, string title, Func<string[], bool> isShown, params ReadOnlySpan<(string Column, string Heading)> columns)
    {
        var rows = _files[file];
        var headings = ImmutableArray.CreateBuilder<string>();
        var indices = new List<int>();
        foreach (var (column, heading) in columns)
        {
            headings.Add(heading);
            indices.Add(Array.IndexOf(rows[0], column));
        }

        return new PublishedTable(
            title, headings.ToImmutable(),
            [.. rows.Skip(1).Where(isShown).Select(row => indices.Select(index => row[index]).ToImmutableArray())]);
    }

    private static string[][] Read(string resource)
    {
        using var stream = typeof(PaperTables).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. lines.Select(line => line.Split(','))];
    }
}
