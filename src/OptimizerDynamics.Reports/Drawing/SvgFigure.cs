using System.Globalization;
using System.Text;
using OxyPlot;

namespace OptimizerDynamics.Reports;

/// <summary>A figure's panels as SVG, for an HTML page that has the figure's words itself; every mark's numbers are with it, for a script
/// to show.</summary>
/// <param name="Text">The SVG element.</param>
/// <param name="Inks">The pairs of colours that its classes stand for (<see cref="SvgCanvas.Inks"/>).</param>
internal sealed record SvgFigure(string Text, IReadOnlyCollection<string> Inks)
{
    /// <summary>The most points of a curve with intervals that are told, twice those of one without; others lie between them.</summary>
    private const int MostTold = 16;

    /// <summary>The most dots that are told: more are a cloud, half of the page's size in numbers.</summary>
    private const int MostDots = 400;

    /// <summary>Draws a figure.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="description">What it shows, for who cannot see it.</param>
    /// <exception cref="InvalidOperationException">Something in it cannot be drawn, such as a character that the typeface
    /// lacks.</exception>
    public static SvgFigure Of(Figure figure, string description)
    {
        ArgumentNullException.ThrowIfNull(figure);
        // Title, lead and caption stand in the page around.
        var bare = figure with { Title = "", Lead = "", Caption = "" };
        var layout = new FigureLayout(bare);
        var dark = new SvgCanvas();
        FigureRenderer.Paint(dark, bare, layout, Paper.Dark);
        var light = new SvgCanvas(dark, TellOf);
        FigureRenderer.Paint(light, bare, layout, Paper.Light);
        var top = layout.KeyTop - 6;
        var view = string.Create(CultureInfo.InvariantCulture, $"0 {top:0.#} {FigureLayout.Width:0} {layout.CaptionTop - top + 4:0.#}");
        return new SvgFigure(
            $"<svg viewBox=\"{view}\" role=\"img\" aria-label=\"{Markup.Escaped(description)}\">{light.Text}</svg>",
            light.Inks);
    }

    /// <summary>The attributes of a panel's group: where it is, and what its axes show.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="area">Its plot area, in points.</param>
    public static string PanelOf(Figure figure, Panel panel, OxyRect area) => string.Create(
        CultureInfo.InvariantCulture,
        $" class=\"panel\" data-panel=\"{Markup.Escaped(panel.Title)}\" data-area=\"{area.Left:0.#} {area.Top:0.#} "
            + $"{area.Width:0.#} {area.Height:0.#}\""
        + $" data-x=\"{Axis(figure.X)}\" data-y=\"{Axis(figure.Y)}\"");

    /// <summary>An axis as its ends, whether it is logarithmic, its unit, and its title.</summary>
    private static string Axis(FigureAxis axis)
    {
        var unit = axis.Labels.Any(label => label.Text.EndsWith('%')) ? "%" : "-";
        return Markup.Escaped(
            $"{Number(axis.Minimum)} {Number(axis.Maximum)} {(axis.IsLogarithmic ? "log" : "linear")} {unit} {axis.Title}");
    }

    private static string TellOf(Mark mark) => mark switch
    {
        Dots dots => Points(dots.Name, dots.Points.Length <= MostDots ? dots.Points : []),
        Curve curve => Points(curve.Name, Thinned(curve.Points)),
        Cells cells => string.Create(
            CultureInfo.InvariantCulture,
            $" data-name=\"{Markup.Escaped(cells.Name)}\" data-columns=\"{cells.Columns}\" "
                + $"data-cells=\"{string.Join(' ', cells.Values.Select(Number))}\""),
        _ => "",
    };

    private static IEnumerable<PlotPoint> Thinned(IReadOnlyCollection<PlotPoint> points)
    {
        var most = points.Any(point => !double.IsNaN(point.Low)) ? MostTold : MostTold / 2;
        var step = Math.Max(1, (points.Count + most - 1) / most);
        return points.Where((_, place) => place % step == 0 || place == points.Count - 1);
    }

    private static string Points(string name, IEnumerable<PlotPoint> points)
    {
        var text = new StringBuilder();
        foreach (var point in points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)))
        {
            text.Append(text.Length > 0 ? ";" : "").Append(Number(point.X)).Append(' ').Append(Number(point.Y));
            if (!double.IsNaN(point.Low) && !double.IsNaN(point.High))
                text.Append(' ').Append(Number(point.Low)).Append(' ').Append(Number(point.High));
            if (point.Count > 0)
                text.Append(CultureInfo.InvariantCulture, $" {point.Count}");
            if (point.Seed is { } seed)
                text.Append(CultureInfo.InvariantCulture, $"#{seed}");
        }

        return $" data-name=\"{Markup.Escaped(name)}\" data-points=\"{text}\"";
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "-" : double.IsPositiveInfinity(value) ? "∞" : value.ToString("G3", CultureInfo.InvariantCulture);
}
