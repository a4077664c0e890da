using System.Collections.Immutable;
using OptimizerDynamics.Checkpoints;
using static OptimizerDynamics.Reports.InspectionFigures;

namespace OptimizerDynamics.Reports;

/// <summary>β over |γ|, a panel for each layer; of several checkpoints with the way of each feature.</summary>
internal static class ShiftFigure
{
    /// <summary>Below β = −3.09·|γ| a feature fires at less than 0.1 % of positions: Φ(−3.09) = 0.001.</summary>
    private const double RareRatio = -3.090232306167813;

    /// <summary>The figure; none where no layer has a β.</summary>
    public static IEnumerable<Figure> Of(CheckpointHistory history, ImmutableArray<LayerHistory> all)
    {
        ImmutableArray<LayerHistory> withShift = [.. all.Where(layer => layer.Readings[^1].Shift.Any(double.IsFinite))];
        if (withShift.IsEmpty)
            yield break;
        var layers = MostDead(withShift, MostPanels);
        var (x, y) = (ScaleAxis(layers, 5), ShiftAxis(layers));
        yield return new Figure(
            "inspect-shift", "β over |γ|: what still fires",
            "A dot for each feature. Left of the upright line |γ| is below 1e-3; with β ≤ 0 there (red) a ReLU gives 0 everywhere. "
            + "Below the dotted line a feature fires at less than 0.1 % of positions, by Φ(β/|γ|)."
            + (history.Files.Length > 1 ? " Thin lines: the way through the checkpoints." : ""),
            CaptionOf(history, layers.Length, withShift.Length), ColumnsOf(layers.Length), layers.Length <= 2 ? 250 : 150, x, y,
            [.. layers.Select(layer => PanelOf(layer, x, y))], []);
    }

    private static Panel PanelOf(LayerHistory layer, FigureAxis x, FigureAxis y)
    {
        var last = layer.Readings[^1];
        var silent = last.NeverFires ?? 0;
        IEnumerable<Curve> ways = layer.Readings.Length == 1 ? [] : Lines(last).Select(feature => new Curve(
            $"way {feature + 1}", [.. layer.Readings.Select(reading => PointOf(reading, feature))], Alive.Clear(0.2), Stroke.Solid, 0.6));
        return new Panel(
            NameOf(layer), $"{Say.Count(silent)} of {Say.Count(last.Features)} silent", Ink.Text,
            [
                .. ways,
                Threshold(y.Minimum, y.Maximum, isUpright: true),
                new Curve("zero", [new PlotPoint(x.Minimum, 0), new PlotPoint(x.Maximum, 0)], Ink.Muted, Stroke.Solid, 0.5),
                new Curve("rare", [.. RareLine(x, y)], Ink.Muted, Stroke.Dotted, 1),
                new Dots("alive", Points(last, isSilent: false), Alive.Clear(0.5), false, 1.9),
                new Dots("silent", Points(last, isSilent: true), Theme.Dead.Clear(0.85), false, 2.1),
            ]);
    }

    private static IEnumerable<PlotPoint> RareLine(FigureAxis x, FigureAxis y)
    {
        const int Steps = 80;
        return Enumerable.Range(0, Steps + 1)
            .Select(step => x.Minimum * PortableMath.Pow(x.Maximum / x.Minimum, (double)step / Steps))
            .Where(scale => RareRatio * scale >= y.Minimum)
            .Select(scale => new PlotPoint(scale, RareRatio * scale));
    }

    private static ImmutableArray<PlotPoint> Points(LayerReading layer, bool isSilent) =>
    [
        .. Enumerable.Range(0, layer.Features)
            .Where(feature => (layer.IsDeadAt(feature) && layer.Shift[feature] <= 0) == isSilent)
            .Select(feature => PointOf(layer, feature)),
    ];

    private static PlotPoint PointOf(LayerReading layer, int feature) => new(Shown(layer.Scale[feature]), layer.Shift[feature]);

    /// <summary>An axis around 0 that has room for all β that are drawn.</summary>
    private static FigureAxis ShiftAxis(ImmutableArray<LayerHistory> layers)
    {
        double[] values = [.. layers.SelectMany(layer => layer.Readings).SelectMany(reading => reading.Shift).Where(double.IsFinite)];
        var (low, high) = (Math.Min(0, values.Min()), Math.Max(0, values.Max()));
        var pad = Math.Max(0.08 * (high - low), 0.02);
        var step = CurveFigure.Step(Math.Max(high - low + 2 * pad, 1e-3));
        var (first, last) = ((int)Math.Ceiling((low - pad) / step), (int)Math.Floor((high + pad) / step));
        var labels = Enumerable.Range(first, last - first + 1).Select(place => place * step)
            .Select(value => new AxisLabel(value, Say.Setting(Math.Round(value, 9)).Replace('-', '−')));
        return new FigureAxis("β", low - pad, high + pad, false, [.. labels]);
    }
}
