using System.Collections.Immutable;
using OptimizerDynamics.Checkpoints;

namespace OptimizerDynamics.Reports;

/// <summary>What is drawn of checkpoints: |γ| of every layer and β over γ; of several, also what died when.</summary>
public static class InspectionFigures
{
    /// <summary>The most layers that have a row each: 160 rows are a picture of 4,000 pixels height.</summary>
    internal const int MostRows = 160;

    /// <summary>The most layers that have a panel each.</summary>
    internal const int MostPanels = 9;

    /// <summary>The most lines of a panel, one for each feature: of more, even a large screen shows no single one.</summary>
    internal const int MostLines = 512;

    /// <summary>|γ| below this is drawn at the edge, where 0 is, too.</summary>
    internal const double Least = 1e-8;

    /// <summary>A living feature.</summary>
    internal static Ink Alive { get; } = Ink.Of(0x0072B2, 0x4FA8DE);

    /// <summary>The figures, in the order in which they are read.</summary>
    /// <param name="history">The checkpoints, at least one.</param>
    /// <returns>None where no layer has a γ that is finite.</returns>
    public static IReadOnlyList<Figure> Of(CheckpointHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var layers = Drawn(history);
        if (layers.IsEmpty)
            return [];
        return history.Files.Length == 1
            ? [ScaleFigure.Of(history, layers), .. ShiftFigure.Of(history, layers)]
            : [DeathFigure.Of(history, layers), DeathFigure.Ways(history, layers), .. ShiftFigure.Of(history, layers)];
    }

    /// <summary>The layers that are drawn: batch normalizations where there are any, and else all that have a γ.</summary>
    private static ImmutableArray<LayerHistory> Drawn(CheckpointHistory history)
    {
        var drawable = history.Layers.Where(layer => layer.Readings[^1].Scale.Any(double.IsFinite)).ToImmutableArray();
        var norms = drawable.Where(layer => layer.Layer.Kind == NormalizationKind.BatchNorm).ToImmutableArray();
        return norms.IsEmpty ? drawable : norms;
    }

    /// <summary>Some layers, those that lost most features first, in the file's order.</summary>
    internal static ImmutableArray<LayerHistory> MostDead(ImmutableArray<LayerHistory> layers, int most)
    {
        var chosen = layers.OrderByDescending(layer => layer.Readings.Max(reading => reading.Below))
            .ThenBy(layer => layer.Readings[^1].Scale.Where(double.IsFinite).Min(Math.Abs)).Take(most).ToHashSet();
        return [.. layers.Where(chosen.Contains)];
    }

    /// <summary>Panels in a row: never one alone in a row of three.</summary>
    /// <param name="panels">The number of panels.</param>
    internal static int ColumnsOf(int panels) => panels is 2 or 4 ? 2 : Math.Min(3, panels);

    /// <summary>The features of a layer that have a line: all, or of many some, evenly in the order of |γ|.</summary>
    /// <param name="layer">The layer in the last checkpoint.</param>
    internal static IEnumerable<int> Lines(LayerReading layer)
    {
        if (layer.Features <= MostLines)
            return Enumerable.Range(0, layer.Features);
        int[] sorted = [.. Enumerable.Range(0, layer.Features).OrderBy(feature => Math.Abs(layer.Scale[feature]))];
        return Enumerable.Range(0, MostLines).Select(place => sorted[(int)((long)place * (sorted.Length - 1) / (MostLines - 1))]);
    }

    /// <summary>|γ| as it is drawn; NaN where it is not finite.</summary>
    internal static double Shown(double scale) => double.IsFinite(scale) ? Math.Max(Least, Math.Abs(scale)) : double.NaN;

    /// <summary>The axis of |γ| over all that is drawn.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="most">The largest number of labels.</param>
    /// <param name="room">A factor by which it is longer than it needs to be.</param>
    internal static FigureAxis ScaleAxis(ImmutableArray<LayerHistory> layers, int most, double room = 1)
    {
        double[] values =
        [
            .. layers.SelectMany(layer => layer.Readings).SelectMany(reading => reading.Scale).Where(double.IsFinite).Select(Shown),
        ];
        var (least, largest) = (Math.Min(5e-4, values.Min() / 1.6), Math.Max(1.5, values.Max() * 1.6));
        var axis = FigureAxis.Logarithmic("|γ|", least, largest, most);
        var labels = axis.Labels.Select(label => label.Value <= Least * 1.01 ? new AxisLabel(label.Value, "≤ 10⁻⁸") : label);
        return axis with { Maximum = largest * room, Labels = [.. labels] };
    }

    /// <summary>A layer's name, as the typeface and the room allow.</summary>
    internal static string NameOf(LayerHistory layer)
    {
        const int Most = 46;
        using var font = ReportFonts.Of(PanelPlot.LabelSize, isStrong: false);
        var name = string.Concat(layer.Layer.Name.Select(character => font.ContainsGlyphs(character.ToString()) ? character : '?'));
        return name.Length <= Most ? name : $"{name[..((Most - 1) / 2)]}…{name[^(Most / 2)..]}";
    }

    /// <summary>The caption: what the data are, and what of them is not drawn.</summary>
    internal static string CaptionOf(CheckpointHistory history, int drawn, int all)
    {
        using var font = ReportFonts.Of(PanelPlot.LabelSize, isStrong: false);
        var file = string.Concat(Path.GetFileName(history.Files[^1]).Select(
            character => font.ContainsGlyphs(character.ToString()) ? character : '?'));
        var reading = history.Readings[^1];
        var what = history.Files.Length == 1 ? file : $"{history.Files.Length} checkpoints, the last {file}";
        var broken = reading.Layers.Sum(layer => layer.NotFinite + layer.ShiftNotFinite);
        return $"{what}: {Say.Count(reading.BatchNorms.Count())} BatchNorm layers with "
            + $"{Say.Count(reading.Sum(layer => layer.Features))} features, {Say.Count(reading.Sum(layer => layer.Below))} of them with "
            + $"|γ| < 1e-3."
            + (drawn < all ? $" Shown are the {drawn} of {all} layers with most of them." : "")
            + (broken > 0 ? $" {Say.Count(broken)} values are not finite and are not drawn." : "");
    }

    /// <summary>The line at |γ| = 1e-3, upright or level.</summary>
    internal static Curve Threshold(double from, double to, bool isUpright) => new(
        "threshold", isUpright
            ? [new PlotPoint(LayerReading.Dead, from), new PlotPoint(LayerReading.Dead, to)]
            : [new PlotPoint(from, LayerReading.Dead), new PlotPoint(to, LayerReading.Dead)],
        Ink.Text, Stroke.Solid, 0.6);
}
