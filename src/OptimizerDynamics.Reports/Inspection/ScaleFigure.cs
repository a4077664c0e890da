using System.Collections.Immutable;
using OptimizerDynamics.Checkpoints;
using static OptimizerDynamics.Reports.InspectionFigures;

namespace OptimizerDynamics.Reports;

/// <summary>|γ| of every feature: a row for each layer, a dot for each feature.</summary>
internal static class ScaleFigure
{
    /// <summary>
    /// More living features of a layer are thinned out to as many, evenly in the order of |γ|: the dots cover each other.
    /// </summary>
    private const int MostDots = 1500;

    /// <summary>The largest share of a row that dots take, on either side of its middle.</summary>
    private const double Spread = 0.34;

    /// <summary>The golden ratio's fractional part: multiples of it are spread evenly, however many there are.</summary>
    private const double Golden = 0.6180339887498949;

    /// <summary>The figure.</summary>
    public static Figure Of(CheckpointHistory history, ImmutableArray<LayerHistory> all)
    {
        var layers = MostDead(all, MostRows);
        var axis = ScaleAxis(layers, 9, room: 6);
        var last = layers.Length - 1;
        var pitch = Math.Clamp(480.0 / layers.Length, 13, 36);
        return new Figure(
            "inspect-scale", "How large is each filter's γ?",
            "A dot for each feature, a row for each layer from the first above to the last below; strokes are medians. Red: |γ| below "
                + "1e-3, "
            + "dead by the paper's threshold.",
            CaptionOf(history, layers.Length, all.Length), 1, layers.Length * pitch, axis,
            FigureAxis.Categories("", layers.Reverse().Select(NameOf)),
            [new Panel("", "", Ink.Text, [.. layers.SelectMany((layer, place) => Row(layer.Readings[^1], last - place, axis)),
                Threshold(-0.5, layers.Length - 0.5, isUpright: true)])],
            []);
    }

    private static IEnumerable<Mark> Row(LayerReading layer, int row, FigureAxis axis)
    {
        double[] sorted = [.. layer.Scale.Where(double.IsFinite).Select(Math.Abs).Order()];
        var dead = sorted.Count(value => value < LayerReading.Dead);
        double[] alive = [.. Thinned(sorted[dead..])];
        yield return new Dots($"row {row} alive", Points(alive, row), Alive.Clear(0.4), false, 1.7);
        yield return new Dots($"row {row} dead", Points([.. Thinned(sorted[..dead])], row), Theme.Dead.Clear(0.8), false, 1.9);
        if (sorted.Length > 0)
        {
            var median = Shown(sorted[sorted.Length / 2]);
            yield return new Curve(
                $"row {row} median", [new PlotPoint(median, row - 0.4), new PlotPoint(median, row + 0.4)], Ink.Text, Stroke.Solid, 1.3);
        }

        var lost = dead > 0 ? $"{Say.Count(dead)} of {Say.Count(layer.Features)}" : $"0 of {Say.Count(layer.Features)}";
        yield return new Label(
            axis.Maximum * 0.93, row, lost, dead > 0 ? Theme.Dead : Ink.Muted, 8.2, Anchor.Right, dead > 0);
    }

    private static IEnumerable<double> Thinned(double[] sorted) => sorted.Length <= MostDots
        ? sorted : Enumerable.Range(0, MostDots).Select(place => sorted[(int)((long)place * (sorted.Length - 1) / (MostDots - 1))]);

    private static ImmutableArray<PlotPoint> Points(double[] values, int row) =>
        [.. values.Select((value, place) => new PlotPoint(Shown(value), row + Spread * (2 * (place * Golden % 1) - 1)))];
}
