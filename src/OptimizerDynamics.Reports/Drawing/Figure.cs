using System.Collections.Immutable;

namespace OptimizerDynamics.Reports;

/// <summary>A figure as data: panels on shared axes. It is drawn by <see cref="FigureRenderer"/> and told as text by
/// <see cref="FigureText"/>.</summary>
/// <param name="Name">The file's name, without its ending.</param>
/// <param name="Title">What it shows, in one line.</param>
/// <param name="Lead">What to see in it, in one or two lines below the title.</param>
/// <param name="Caption">How it was made: the specification in one or two lines.</param>
/// <param name="Columns">Panels in a row.</param>
/// <param name="PanelHeight">Height of a panel's plot area, in points.</param>
/// <param name="X">The horizontal axis of all panels.</param>
/// <param name="Y">The vertical axis of all panels.</param>
/// <param name="Panels">The panels, row by row; at least one.</param>
/// <param name="Key">What lines mean, above the panels.</param>
/// <param name="Scale">What colours mean, above the panels; null where no cell is coloured.</param>
public sealed record Figure(
    string Name,
    string Title,
    string Lead,
    string Caption,
    int Columns,
    double PanelHeight,
    FigureAxis X,
    FigureAxis Y,
    ImmutableArray<Panel> Panels,
    ImmutableArray<LegendEntry> Key,
    ColourScale? Scale = null);

/// <summary>An axis.</summary>
/// <param name="Title">The quantity and its unit.</param>
/// <param name="Minimum">Its beginning; above 0 where it is logarithmic.</param>
/// <param name="Maximum">Its end.</param>
/// <param name="IsLogarithmic">Whether equal steps are equal ratios.</param>
/// <param name="Labels">Where a label stands, and what it says.</param>
public sealed record FigureAxis(string Title, double Minimum, double Maximum, bool IsLogarithmic, ImmutableArray<AxisLabel> Labels)
{
    /// <summary>Where a value stands, in even measure: its logarithm to the base 10 on a logarithmic axis.</summary>
    /// <param name="value">The value; above 0 there.</param>
    public double Place(double value) => IsLogarithmic ? Math.Log10(value) : value;

    /// <summary>A logarithmic axis with a label at decades: at every one, or every second or third where there are many.</summary>
    /// <param name="title">The quantity and its unit.</param>
    /// <param name="minimum">Its beginning, above 0.</param>
    /// <param name="maximum">Its end, above its beginning and finite.</param>
    /// <param name="most">How many labels there may be.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is nothing between the two, or one of them has no place.</exception>
    public static FigureAxis Logarithmic(string title, double minimum, double maximum, int most = 6)
    {
        if (!(minimum > 0 && minimum < maximum && double.IsFinite(maximum)))
            throw new ArgumentOutOfRangeException(
                nameof(maximum), maximum, $"An axis of '{title}' cannot run from {minimum} to {maximum}.");
        var (first, last) = ((int)Math.Ceiling(Math.Log10(minimum) - 1e-9), (int)Math.Floor(Math.Log10(maximum) + 1e-9));
        var step = Math.Max(1, (last - first + most) / most);
        // Downwards from the last one, so that the larger end, where most happens, has its label.
        var decades = Enumerable.Range(0, last - first + 1).Select(i => last - i).Where(decade => (last - decade) % step == 0).Reverse();
        return new FigureAxis(
            title, minimum, maximum, true, [.. decades.Select(decade => new AxisLabel(Math.Pow(10, decade), Say.PowerOfTen(decade)))]);
    }

    /// <summary>An axis of things, one beside the other at 0, 1, 2, …</summary>
    /// <param name="title">What they are.</param>
    /// <param name="names">Their names.</param>
    public static FigureAxis Categories(string title, IEnumerable<string> names)
    {
        var labels = names.Select((name, place) => new AxisLabel(place, name)).ToImmutableArray();
        return new FigureAxis(title, -0.5, labels.Length - 0.5, false, labels);
    }
}

/// <summary>A label of an axis.</summary>
/// <param name="Value">Where.</param>
/// <param name="Text">What it says.</param>
public readonly record struct AxisLabel(double Value, string Text);

/// <summary>A part of a figure with a plot area of its own.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Note">A remark beside the title; may be empty.</param>
/// <param name="Ink">The title's colour.</param>
/// <param name="Marks">What is drawn, in this order.</param>
public sealed record Panel(string Title, string Note, Ink Ink, ImmutableArray<Mark> Marks);

/// <summary>Something that is drawn in a panel.</summary>
public abstract record Mark;

/// <summary>A curve, with a band around it where it has one.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Points">Its points, by x; those that are not finite, or not above 0 on a logarithmic axis, interrupt it.</param>
/// <param name="Ink">Its colour.</param>
/// <param name="Stroke">How it is drawn.</param>
/// <param name="Thickness">In points.</param>
public sealed record Curve(
    string Name, ImmutableArray<PlotPoint> Points, Ink Ink, Stroke Stroke = Stroke.Solid, double Thickness = 1.6) : Mark;

/// <summary>A point of a curve.</summary>
/// <param name="X">Where.</param>
/// <param name="Y">The value.</param>
/// <param name="Low">The lower end of its interval; NaN where it has none.</param>
/// <param name="High">The upper end of its interval; NaN where it has none.</param>
public readonly record struct PlotPoint(double X, double Y, double Low = double.NaN, double High = double.NaN);

/// <summary>Dots, one for each point; an interval is a thin line through its dot.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Points">Where they are.</param>
/// <param name="Ink">Their colour.</param>
/// <param name="IsOpen">Whether they are rings: for what was not reached.</param>
/// <param name="Size">Radius in points.</param>
public sealed record Dots(string Name, ImmutableArray<PlotPoint> Points, Ink Ink, bool IsOpen = false, double Size = 2.4) : Mark;

/// <summary>How a line is drawn; it tells regularizers apart (<see cref="Theme.StrokeOf(Regularization)"/>).</summary>
public enum Stroke
{
    /// <summary>Without gaps.</summary>
    Solid,

    /// <summary>With gaps.</summary>
    Dashed,

    /// <summary>As dots.</summary>
    Dotted,
}

/// <summary>Coloured cells that fill the plot area, evenly in the axis's own measure.</summary>
/// <param name="Name">What they show.</param>
/// <param name="Columns">How many cells stand side by side.</param>
/// <param name="Values">Their values, row by row from the bottom; infinite for never, NaN for none.</param>
/// <param name="Scale">What colour a value has.</param>
/// <param name="Gap">The gap between cells, in points.</param>
public sealed record Cells(string Name, int Columns, ImmutableArray<double> Values, ColourScale Scale, double Gap = 0) : Mark
{
    /// <summary>How many cells stand one above the other.</summary>
    public int Rows => Values.Length / Columns;
}

/// <summary>The border of a set of cells, drawn along their edges.</summary>
/// <param name="Name">What the set is.</param>
/// <param name="Columns">How many cells stand side by side.</param>
/// <param name="Members">Whether a cell belongs to it, row by row from the bottom.</param>
/// <param name="Ink">The line's colour.</param>
/// <param name="Thickness">In points.</param>
public sealed record Border(string Name, int Columns, ImmutableArray<bool> Members, Ink Ink, double Thickness = 1.4) : Mark
{
    /// <summary>Its edges: each between a member and a neighbour that is none, from one corner to another, counted in cells from the lower
    /// left.</summary>
    public IEnumerable<(int FromColumn, int FromRow, int ToColumn, int ToRow)> Edges()
    {
        var rows = Members.Length / Columns;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var isMember = Members[row * Columns + column];
                if (column + 1 < Columns && isMember != Members[row * Columns + column + 1])
                    yield return (column + 1, row, column + 1, row + 1);
                if (row + 1 < rows && isMember != Members[(row + 1) * Columns + column])
                    yield return (column, row + 1, column + 1, row + 1);
            }
        }
    }
}

/// <summary>A word in the plot area.</summary>
/// <param name="X">Where.</param>
/// <param name="Y">Where.</param>
/// <param name="Text">The word.</param>
/// <param name="Ink">Its colour.</param>
/// <param name="Size">In points.</param>
/// <param name="Anchor">Which of its sides is at (x, y).</param>
/// <param name="IsStrong">Whether it is set in a heavier weight.</param>
public sealed record Label(
    double X, double Y, string Text, Ink Ink, double Size = 9, Anchor Anchor = Anchor.Centre, bool IsStrong = false) : Mark;

/// <summary>Which side of a word is where it is put.</summary>
public enum Anchor
{
    /// <summary>Its middle.</summary>
    Centre,

    /// <summary>Its left end.</summary>
    Left,

    /// <summary>Its right end.</summary>
    Right,
}

/// <summary>What a line means.</summary>
/// <param name="Text">What.</param>
/// <param name="Ink">The line's colour.</param>
/// <param name="Stroke">How it is drawn.</param>
/// <param name="Thickness">In points.</param>
public sealed record LegendEntry(string Text, Ink Ink, Stroke Stroke = Stroke.Solid, double Thickness = 1.6);
