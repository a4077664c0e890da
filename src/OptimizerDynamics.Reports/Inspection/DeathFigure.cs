using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Checkpoints;
using static OptimizerDynamics.Reports.InspectionFigures;

namespace OptimizerDynamics.Reports;

/// <summary>Several checkpoints: which share of each layer is dead in each, and |γ| of every feature through all of them.</summary>
internal static class DeathFigure
{
    private const double LeastShare = 0.01;
    private const int MostLabels = 8, MostNumbers = 14;

    private static ColourScale Scale { get; } = new(
        "dead", LeastShare, 1, ColourScale.Sequential,
        [new AxisLabel(LeastShare, "1 %"), new AxisLabel(0.1, "10 %"), new AxisLabel(1, "100 % of the layer")], Ink.Never, "less");

    /// <summary>A cell for each layer in each checkpoint: the share of its features that are dead.</summary>
    public static Figure Of(CheckpointHistory history, ImmutableArray<LayerHistory> all)
    {
        var layers = MostDead(all, MostRows);
        var count = history.Files.Length;
        var shares = layers.Reverse().SelectMany(layer => layer.Readings.Select(
            reading => reading.Features == 0 ? 0 : (double)reading.Below / reading.Features)).ToImmutableArray();
        var pitch = Math.Clamp(480.0 / layers.Length, 13, 26);
        IEnumerable<Label> numbers = count > MostNumbers ? [] : shares.Select((share, index) => new Label(
            index % count, index / count,
            share == 0 ? "0" : (100 * share).ToString(share < 0.0995 ? "0.0" : "0", CultureInfo.InvariantCulture),
            Scale.Of(Coloured(share)).Over(), 8.2));
        return new Figure(
            "inspect-deaths", "Which layers lose filters, and when",
            "The share of a layer's features with |γ| below 1e-3 in each checkpoint, in per cent.",
            CaptionOf(history, layers.Length, all.Length), 1,
            layers.Length * pitch, FigureAxis.Categories("checkpoint", Labels(history)),
            FigureAxis.Categories("", layers.Reverse().Select(NameOf)),
            [new Panel("", "", Ink.Text, [new Cells("dead features", count, [.. shares.Select(Coloured)], Scale, 0.6), .. numbers])], [],
            Scale);
    }

    /// <summary>|γ| of every feature over the checkpoints, a panel for each of the layers that lose most.</summary>
    public static Figure Ways(CheckpointHistory history, ImmutableArray<LayerHistory> all)
    {
        var layers = MostDead(all, MostPanels);
        var last = history.Files.Length - 1;
        var x = new FigureAxis(
            "checkpoint", -0.15, last + 0.15, false,
            [.. Labels(history).Select((name, place) => new AxisLabel(place, name)).Where(label => label.Text.Length > 0)]);
        return new Figure(
            "inspect-ways", "Every filter's γ through the checkpoints",
            "A line for each feature, of layers with more than 512 for as many. Below the line, at 1e-3, it counts as dead. Red: those "
                + "that "
            + "end there.",
            CaptionOf(history, layers.Length, all.Length), ColumnsOf(layers.Length), layers.Length <= 2 ? 250 : 150, x,
            ScaleAxis(layers, 6),
            [.. layers.Select(layer => new Panel(
                NameOf(layer), $"{Say.Count(layer.Readings[^1].Below)} of {Say.Count(layer.Readings[^1].Features)}", Ink.Text,
                [.. Lines(layer), Threshold(x.Minimum, x.Maximum, isUpright: false)]))], []);
    }

    private static IEnumerable<Curve> Lines(LayerHistory layer) =>
        from feature in InspectionFigures.Lines(layer.Readings[^1])
        let isDead = layer.Readings[^1].IsDeadAt(feature)
        orderby isDead
        select new Curve(
            $"feature {feature + 1}", [.. layer.Readings.Select((reading, file) => new PlotPoint(file, Shown(reading.Scale[feature])))],
            isDead ? Theme.Dead.Clear(0.8) : Alive.Clear(0.35), Stroke.Solid, 0.8);

    private static double Coloured(double share) => share < LeastShare / 2 ? double.PositiveInfinity : Math.Max(share, LeastShare);

    /// <summary>The number of each checkpoint, from 1; empty for some where there are many.</summary>
    private static IEnumerable<string> Labels(CheckpointHistory history)
    {
        var count = history.Files.Length;
        var step = Math.Max(1, (count + MostLabels - 1) / MostLabels);
        return Enumerable.Range(0, count).Select(
            place => place % step == 0 || place == count - 1 ? (place + 1).ToString(CultureInfo.InvariantCulture) : "");
    }
}
