using System.Collections.Immutable;

namespace OptimizerDynamics.Reports;

/// <summary>The slowest mini-batch as the laws have it over the measured one: a panel for each optimizer, λ and β₂.</summary>
internal static class PeakFigure
{
    /// <summary>The figure; null where no peak is inside the grid.</summary>
    public static Figure? Of(IReadOnlyList<MiniBatchLine> lines)
    {
        MiniBatchLine[] compared = [.. lines.Where(line => line.IsCompared)];
        if (compared.Length == 0)
            return null;
        double[] fractions = [.. compared.Select(line => line.Shared.Process.ActiveFraction)];
        var (least, most) = (fractions.Min() / 3, fractions.Max() * 3);
        double[] ratios = [.. compared.SelectMany(line => new[] { line.Ratio(line.SlowestByLaw), line.Ratio(line.SlowestByClosedForm) })];
        var panels = compared.GroupBy(line => MiniBatchFigure.TitleOf(line, compared)).ToList();
        return new Figure(
            "peaks", "The slowest mini-batch: predicted over measured",
            $"Between the dotted lines a law is right within a factor of {Say.Setting(MiniBatchLine.Factor)}.",
            $"{MiniBatchFigure.CaptionOf(lines)} Left out: where the slowest mini-batch is at an end of the grid, or beyond the run.",
            Math.Min(panels.Count, 3), 150, FigureAxis.Logarithmic("p, the fraction of images that have a gradient", least, most, 4),
            FigureAxis.Logarithmic("predicted/measured", Math.Min(ratios.Min() / 1.5, 0.1), Math.Max(ratios.Max() * 1.5, 10), 4),
            [.. panels.Select(panel => new Panel(
                panel.Key, "", Theme.InkOf(panel.First().Shared.Optimizer.Name), [.. Marks(panel, least, most)]))],
            [
                new LegendEntry("the law", Theme.InkOf("adam"), Stroke.Solid, 3),
                new LegendEntry("closed form, its conditions met", Met, Stroke.Solid, 3),
                new LegendEntry("closed form, not met (rings)", NotMet, Stroke.Solid, 3),
            ]);
    }

    private static Ink Met { get; } = Ink.Of(0xD55E00, 0xF08A3C);

    private static Ink NotMet { get; } = Ink.Muted;

    private static IEnumerable<Mark> Marks(IEnumerable<MiniBatchLine> lines, double least, double most)
    {
        foreach (var bound in new[] { 1 / MiniBatchLine.Factor, MiniBatchLine.Factor })
            yield return new Curve($"factor {Say.Setting(bound)}", [new(least, bound), new(most, bound)], Ink.Muted, Stroke.Dotted, 1);
        yield return new Dots(
            "closed form, not met", Points(lines.Where(line => !line.IsClosedFormClaimed), line => line.SlowestByClosedForm), NotMet, true,
            3);
        yield return new Dots(
            "closed form, met", Points(lines.Where(line => line.IsClosedFormClaimed), line => line.SlowestByClosedForm), Met, Size: 3);
        yield return new Dots("the law", Points(lines, line => line.SlowestByLaw), Theme.InkOf("adam"), Size: 2.6);
    }

    private static ImmutableArray<PlotPoint> Points(IEnumerable<MiniBatchLine> lines, Func<MiniBatchLine, double> predicted) =>
    [
        .. lines.Select(line => new PlotPoint(line.Shared.Process.ActiveFraction, line.Ratio(predicted(line)))),
    ];
}
