using System.Collections.Immutable;

namespace OptimizerDynamics.Reports;

/// <summary>A figure as data: panels on shared axes. It is drawn by <see cref="FigureRenderer"/> and told as text by
/// <see cref="FigureText"/>.</summary>
/// <param name="Name">The file's name, without its ending.</param>
/// <param name="Title">The title: the quantities, in one line.</param>
/// <param name="Lead">How to read the figure, in one or two lines below the title.</param>
/// <param name="Caption">The specification of its data, in one or two lines below the panels.</param>
/// <param name="Columns">Panels in a row.</param>
/// <param name="PanelHeight">Height of a panel's plot area, in points.</param>
/// <param name="X">The horizontal axis of all panels.</param>
/// <param name="Y">The vertical axis of all panels.</param>
/// <param name="Panels">The panels, row by row; at least one.</param>
/// <param name="Key">The legend of lines, above the panels; may be empty.</param>
/// <param name="Scale">The legend of colours, above the panels; null where no cell is coloured.</param>
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
/// <param name="Minimum">The value at its left or lower end; above 0 where it is logarithmic.</param>
/// <param name="Maximum">The value at its right or upper end, above <paramref name="Minimum"/>; finite.</param>
/// <param name="IsLogarithmic">Whether equal steps are equal ratios.</param>
/// <param name="Labels">Its labels; each has a tick and, but in panels of cells, a grid line.</param>
public sealed record FigureAxis(string Title, double Minimum, double Maximum, bool IsLogarithmic, ImmutableArray<AxisLabel> Labels)
{
    /// <summary>Whether there is a grid line at every label.</summary>
    public bool HasGrid { get; init; } = true;

    /// <summary>Where a value stands, in even measure: its logarithm to the base 10 on a logarithmic axis.</summary>
    /// <param name="value">The value; above 0 there.</param>
    public double Place(double value) => IsLogarithmic ? Math.Log10(value) : value;

    /// <summary>A logarithmic axis with a label at decades: at every one, or every second or third where there are many.</summary>
    /// <param name="title">The quantity and its unit.</param>
    /// <param name="minimum">The value at its left or lower end, above 0.</param>
    /// <param name="maximum">The value at the other end, above <paramref name="minimum"/> and finite.</param>
    /// <param name="most">The largest number of labels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is nothing between the two, or one of them has no logarithm.</exception>
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
    /// <param name="title">The axis's title, such as <c>layer</c>; may be empty.</param>
    /// <param name="names">The labels, from the left or from below.</param>
    public static FigureAxis Categories(string title, IEnumerable<string> names)
    {
        var labels = names.Select((name, place) => new AxisLabel(place, name)).ToImmutableArray();
        return new FigureAxis(title, -0.5, labels.Length - 0.5, false, labels);
    }
}

/// <summary>A label of an axis.</summary>
/// <param name="Value">The value of the axis at which it stands, in the axis's unit (not its logarithm).</param>
/// <param name="Text">The label's text; empty for a tick alone.</param>
public readonly record struct AxisLabel(double Value, string Text);

/// <summary>A part of a figure with a plot area of its own.</summary>
/// <param name="Title">The title above the plot area; may be empty.</param>
/// <param name="Note">A remark beside the title; may be empty.</param>
/// <param name="Ink">The title's colour.</param>
/// <param name="Marks">The marks, drawn in this order.</param>
public sealed record Panel(string Title, string Note, Ink Ink, ImmutableArray<Mark> Marks);

/// <summary>Something that is drawn in a panel.</summary>
public abstract record Mark;

/// <summary>A curve, with a band around it where it has one.</summary>
/// <param name="Name">The quantity and the setting, for the figure's text (<see cref="FigureText"/>); it is not drawn.</param>
/// <param name="Points">Its points, by ascending x; those that are not finite, or not above 0 on a logarithmic axis, interrupt it.</param>
/// <param name="Ink">The colour of the line; its band has the same, mostly transparent.</param>
/// <param name="Stroke">The pattern of the line.</param>
/// <param name="Thickness">The line's thickness, in points.</param>
public sealed record Curve(
    string Name, ImmutableArray<PlotPoint> Points, Ink Ink, Stroke Stroke = Stroke.Solid, double Thickness = 1.6) : Mark;

/// <summary>A point of a curve.</summary>
/// <param name="X">The value of the horizontal axis, in its unit.</param>
/// <param name="Y">The value of the vertical axis, in its unit; infinite for an event that never happened.</param>
/// <param name="Low">The lower end of its interval; NaN where it has none.</param>
/// <param name="High">The upper end of its interval; NaN where it has none.</param>
public readonly record struct PlotPoint(double X, double Y, double Low = double.NaN, double High = double.NaN)
{
    /// <summary>The seed of the one trial that it shows; null where it shows several, or none.</summary>
    public long? Seed { get; init; }

    /// <summary>The number of trials that its interval is of; 0 where that is not said.</summary>
    public int Count { get; init; }
}

/// <summary>Dots, one for each point; an interval is a thin line through its dot.</summary>
/// <param name="Name">The quantity and the setting, for the figure's text; it is not drawn.</param>
/// <param name="Points">The dots' centres; those that an axis cannot show are left out.</param>
/// <param name="Ink">The colour of the dots, or of the rings' outlines.</param>
/// <param name="IsOpen">Whether they are rings: for what was not reached.</param>
/// <param name="Size">The radius, in points.</param>
/// <param name="Shape">Their shape.</param>
public sealed record Dots(
    string Name, ImmutableArray<PlotPoint> Points, Ink Ink, bool IsOpen = false, double Size = 2.4, DotShape Shape = DotShape.Circle)
    : Mark;

/// <summary>The shape of dots; where a figure uses several, its key says what they tell apart.</summary>
public enum DotShape
{
    /// <summary>Round.</summary>
    Circle,

    /// <summary>A square that stands on its side.</summary>
    Square,

    /// <summary>A square that stands on its corner.</summary>
    Diamond,

    /// <summary>A triangle that stands on a side.</summary>
    Triangle,
}

/// <summary>How a line is drawn; it tells regularizers apart (<see cref="Theme.StrokeOf(Regularization)"/>).</summary>
public enum Stroke
{
    /// <summary>Without gaps.</summary>
    Solid,

    /// <summary>With gaps.</summary>
    Dashed,

    /// <summary>As dots.</summary>
    Dotted,

    /// <summary>Dashes and dots in turn.</summary>
    DashDotted,

    /// <summary>Dashes and gaps half as long.</summary>
    ShortDashed,
}

/// <summary>Coloured cells that fill the plot area, evenly in the axis's own measure.</summary>
/// <param name="Name">The quantity, for the figure's text; it is not drawn.</param>
/// <param name="Columns">How many cells stand side by side.</param>
/// <param name="Values">Their values, row by row from the bottom; infinite for never, NaN for none.</param>
/// <param name="Scale">The colour scale of the values.</param>
/// <param name="Gap">The gap between cells, in points.</param>
public sealed record Cells(string Name, int Columns, ImmutableArray<double> Values, ColourScale Scale, double Gap = 0) : Mark
{
    /// <summary>How many cells stand one above the other.</summary>
    public int Rows => Values.Length / Columns;
}

/// <summary>The border of a set of cells, drawn along their edges.</summary>
/// <param name="Name">The property that members have, for the figure's text; it is not drawn.</param>
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
/// <param name="X">The value of the horizontal axis at its anchor.</param>
/// <param name="Y">The value of the vertical axis at its middle.</param>
/// <param name="Text">The word.</param>
/// <param name="Ink">The word's colour.</param>
/// <param name="Size">The font's size, in points.</param>
/// <param name="Anchor">Which part of the word is at <paramref name="X"/>.</param>
/// <param name="IsStrong">Whether it is set in a heavier weight.</param>
public sealed record Label(
    double X, double Y, string Text, Ink Ink, double Size = 9, Anchor Anchor = Anchor.Centre, bool IsStrong = false) : Mark;

/// <summary>The part of a word that is at its position.</summary>
public enum Anchor
{
    /// <summary>The middle of the word.</summary>
    Centre,

    /// <summary>The left end of the word.</summary>
    Left,

    /// <summary>The right end of the word.</summary>
    Right,
}

/// <summary>An entry of a legend: a sample of a line, and its meaning beside it.</summary>
/// <param name="Text">The line's meaning.</param>
/// <param name="Ink">The line's colour.</param>
/// <param name="Stroke">The line's pattern.</param>
/// <param name="Thickness">The line's thickness, in points.</param>
/// <param name="Dot">A dot in place of the line; null for a line.</param>
/// <param name="IsOpen">Whether the dot is hollow.</param>
public sealed record LegendEntry(
    string Text, Ink Ink, Stroke Stroke = Stroke.Solid, double Thickness = 1.6, DotShape? Dot = null, bool IsOpen = false);
