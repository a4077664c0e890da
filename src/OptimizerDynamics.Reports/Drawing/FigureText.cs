using System.Globalization;

namespace OptimizerDynamics.Reports;

/// <summary>A figure told as text: every axis, curve, cell and word, for reviews and snapshots of what is drawn.</summary>
public static class FigureText
{
    /// <summary>Tells a figure; numbers with five digits.</summary>
    /// <param name="figure">The figure.</param>
    public static string Of(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return string.Concat(Lines(figure).Select(line => line + "\n"));
    }

    private static IEnumerable<string> Lines(Figure figure)
    {
        yield return $"figure {figure.Name}: {figure.Title}";
        yield return $"lead: {figure.Lead}";
        yield return $"caption: {figure.Caption}";
        yield return $"x: {Axis(figure.X)}";
        yield return $"y: {Axis(figure.Y)}";
        foreach (var entry in figure.Key)
            yield return $"key: {entry.Text} ({(entry.Dot is { } dot ? Said(dot, entry.IsOpen) : entry.Stroke)} {entry.Ink})";
        if (figure.Scale is { } scale)
        {
            var infinite = scale.Infinite is null ? "" : $", {scale.InfiniteText}";
            yield return $"scale: {scale.Title}, {Number(scale.Minimum)} to {Number(scale.Maximum)}{infinite}";
        }

        foreach (var panel in figure.Panels)
        {
            yield return $"panel: {panel.Title} | {panel.Note}";
            foreach (var line in panel.Marks.SelectMany(Lines))
                yield return $"  {line}";
        }
    }

    private static string Said(DotShape shape, bool isOpen) =>
        $"{(isOpen ? "open" : "filled")}{(shape == DotShape.Circle ? "" : $" {shape}")}";

    private static string Axis(FigureAxis axis) =>
        $"{axis.Title}, {Number(axis.Minimum)} to {Number(axis.Maximum)}{(axis.IsLogarithmic ? ", logarithmic" : "")}; "
        + string.Join(" | ", axis.Labels.Select(label => label.Text));

    private static IEnumerable<string> Lines(Mark mark) => mark switch
    {
        Curve curve => [$"curve {curve.Name} ({curve.Stroke} {curve.Ink} {Number(curve.Thickness)}): {Points(curve.Points)}"],
        Dots dots => [$"dots {dots.Name} ({Said(dots.Shape, dots.IsOpen)} {dots.Ink}): {Points(dots.Points)}"],
        Cells cells =>
        [
            $"cells {cells.Name}, {cells.Columns} × {cells.Rows}, from the top:",
            .. cells.Values.Chunk(cells.Columns).Reverse().Select(row => $"  {string.Join(' ', row.Select(Number))}"),
        ],
        Border border =>
        [
            $"border {border.Name}, from the top:",
            .. border.Members.Chunk(border.Columns).Reverse()
                .Select(row => $"  {string.Concat(row.Select(isMember => isMember ? '#' : '.'))}"),
        ],
        Label label => [$"label {Number(label.X)} {Number(label.Y)}: {label.Text}"],
        _ => throw new InvalidOperationException($"There are no words for a {mark.GetType().Name}."),
    };

    private static string Points(IEnumerable<PlotPoint> points) => string.Join("; ", points.Select(Point));

    private static string Point(PlotPoint point) =>
        $"{Number(point.X)} {Number(point.Y)}{(double.IsNaN(point.Low) ? "" : $" [{Number(point.Low)} {Number(point.High)}]")}";

    private static string Number(double value) =>
        double.IsNaN(value) ? "-" : double.IsPositiveInfinity(value) ? "never" : value.ToString("G5", CultureInfo.InvariantCulture);
}
