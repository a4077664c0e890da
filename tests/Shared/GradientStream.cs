using System.Globalization;

namespace OptimizerDynamics.Testing;

/// <summary>The start of a run and the gradients it meets: one row a step, one column a parameter.</summary>
internal sealed record GradientStream(double[] Initial, double[][] Rows)
{
    /// <summary>What a column of gradients may be like.</summary>
    private static readonly Func<Draw, Func<int, double>>[] _patterns =
    [
        draw => { var scale = draw.LogUniform(1e-2, 1e2); return _ => scale * draw.Normal(); },                        // noise
        draw => { var scale = draw.LogUniform(1e-12, 1e-6); return _ => scale * draw.Normal(); },                      // tiny
        draw => { var scale = draw.LogUniform(1e3, 1e8); return _ => scale * draw.Normal(); },                         // huge
        draw => { var silentFrom = draw.Whole(1, 100); return step => step < silentFrom ? draw.Normal() : 0; },        // a zero stretch
        draw => _ => draw.Chance(0.05) ? draw.Normal() : 0,                                                            // sparse
        draw => { var scale = draw.LogUniform(1e-3, 1e3); return step => step % 2 == 0 ? scale : -scale; },            // sign-flipping
        draw => { var scale = draw.LogUniform(1e-3, 1e3); return _ => scale; },                                        // constant
    ];

    public int Steps => Rows.Length;

    public int Dimension => Initial.Length;

    public static GradientStream Of(Draw draw, int leastSteps, int mostSteps, int mostColumns = 6, int leastColumns = 1)
    {
        var columns = draw.Whole(leastColumns, mostColumns);
        var patterns = Enumerable.Range(0, columns).Select(_ => draw.Pick<Func<Draw, Func<int, double>>>(_patterns)(draw)).ToArray();
        var initial = Enumerable.Range(0, columns).Select(_ => draw.Chance(0.1) ? 0 : draw.Normal()).ToArray();
        var rows = Enumerable.Range(0, draw.Whole(leastSteps, mostSteps))
            .Select(step => patterns.Select(pattern => pattern(step)).ToArray())
            .ToArray();
        return new GradientStream(initial, rows);
    }

    public static GradientStream Zero(double[] initial, int steps) =>
        new(initial, [.. Enumerable.Range(0, steps).Select(_ => new double[initial.Length])]);

    public GradientStream Scaled(double factor) => this with { Rows = Each(value => factor * value) };

    public GradientStream Columns(params int[] columns) =>
        new([.. columns.Select(column => Initial[column])], [.. Rows.Select(row => columns.Select(column => row[column]).ToArray())]);

    public GradientStream First(int steps) => this with { Rows = Rows[..steps] };

    /// <summary>Simpler streams, the simplest first: fewer columns, fewer steps, rounder numbers.</summary>
    public IEnumerable<GradientStream> Simpler()
    {
        if (Dimension > 1)
        {
            for (var column = 0; column < Dimension; column++)
                yield return Columns(column);
        }

        if (Steps > 1)
        {
            yield return First(Steps / 2);
            yield return First(Steps - 1);
        }

        if (!Rows.SelectMany(row => row).Concat(Initial).All(value => value == Rounded(value)))
            yield return new GradientStream([.. Initial.Select(Rounded)], Each(Rounded));
    }

    public override string ToString()
    {
        const int Shown = 12;
        var rows = Rows.Take(Shown).Select(row => $"    {Text(row)}");
        return $"  start {Text(Initial)}, {Steps} steps of gradients:\n{string.Join('\n', rows)}{(Steps > Shown ? "\n    …" : "")}";
    }

    private static string Text(double[] values) =>
        string.Join(", ", values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    private static double Rounded(double value) =>
        double.Parse(value.ToString("E1", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private double[][] Each(Func<double, double> change) => [.. Rows.Select(row => Array.ConvertAll(row, value => change(value)))];
}
