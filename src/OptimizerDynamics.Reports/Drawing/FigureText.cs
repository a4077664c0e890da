using System.Globalization;
using System.Text;

namespace OptimizerDynamics.Reports;

/// <summary>A figure told as text: every axis, curve, cell and word, for reviews and snapshots of what is drawn.</summary>
public static class FigureText
{
    /// <summary>Tells a figure; numbers with five digits.</summary>
    /// <param name="figure">The figure.</param>
    public static string Of(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var text = new StringBuilder();
        Line($"figure {figure.Name}: {figure.Title}");
        Line($"lead: {figure.Lead}");
        Line($"caption: {figure.Caption}");
        Axis("x", figure.X);
        Axis("y", figure.Y);
        foreach (var entry in figure.Key)
            Line($"key: {entry.Text} ({entry.Stroke} {entry.Ink})");
        if (figure.Scale is { } scale)
        {
            var infinite = scale.Infinite is null ? "" : $", {scale.InfiniteText}";
            Line($"scale: {scale.Title}, {Number(scale.Minimum)} to {Number(scale.Maximum)}{infinite}");
        }

        foreach (var panel in figure.Panels)
        {
            Line($"panel: {panel.Title} | {panel.Note}");
            foreach (var mark in panel.Marks)
                Tell(mark);
        }

        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');

        void Axis(string name, FigureAxis axis) => Line(
            $"{name}: {axis.Title}, {Number(axis.Minimum)} to {Number(axis.Maximum)}{(axis.IsLogarithmic ? ", logarithmic" : "")}; "
                + $"{string.Join(" | ", axis.Labels.Select(label => label.Text))}");

        void Tell(Mark mark)
        {
            switch (mark)
            {
                case Curve curve:
                    Line($"  curve {curve.Name} ({curve.Stroke} {curve.Ink} {Number(curve.Thickness)}): "
                        + $"{string.Join("; ", curve.Points.Select(Point))}");
                    break;
                case Dots dots:
                    Line($"  dots {dots.Name} ({(dots.IsOpen ? "open" : "filled")} {dots.Ink}): "
                        + $"{string.Join("; ", dots.Points.Select(Point))}");
                    break;
                case Cells cells:
                    Line($"  cells {cells.Name}, {cells.Columns} × {cells.Rows}, from the top:");
                    foreach (var row in cells.Values.Chunk(cells.Columns).Reverse())
                        Line($"    {string.Join(' ', row.Select(Number))}");
                    break;
                case Border border:
                    Line($"  border {border.Name}, from the top:");
                    foreach (var row in border.Members.Chunk(border.Columns).Reverse())
                        Line($"    {string.Concat(row.Select(isMember => isMember ? '#' : '.'))}");
                    break;
                case Label label:
                    Line($"  label {Number(label.X)} {Number(label.Y)}: {label.Text}");
                    break;
            }
        }
    }

    private static string Point(PlotPoint point) =>
        $"{Number(point.X)} {Number(point.Y)}{(double.IsNaN(point.Low) ? "" : $" [{Number(point.Low)} {Number(point.High)}]")}";

    private static string Number(double value) =>
        double.IsNaN(value) ? "-" : double.IsPositiveInfinity(value) ? "never" : value.ToString("G5", CultureInfo.InvariantCulture);
}
