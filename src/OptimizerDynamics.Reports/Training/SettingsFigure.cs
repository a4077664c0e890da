using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>The share of features that are lost, a row for each setting, in both of the paper's measures: for studies whose settings differ
/// in more than one number, or in none; beside them what the paper has, hollow.</summary>
internal static class SettingsFigure
{
    private const double RowHeight = 19, Above = 0.17;

    /// <summary>The figure; null where there are fewer than two settings.</summary>
    /// <param name="records">The trainings.</param>
    public static Figure? Of(TrainingRecords records)
    {
        if (records.Settings.Length < 2)
            return null;
        TrainingSetting[] rows = [.. records.Settings.Reverse()]; // the first is to be uppermost
        var paper = PaperMarks.OfSame(rows);
        var most = rows.SelectMany(setting => setting.Networks)
            .Max(
                network => Math.Max(Shown(SparsityByScale.Paper.Of(network.Result)), Shown(SparsityByActivation.Paper.Of(network.Result))));
        var without = rows.Count(setting => !setting.HasScale);
        return new Figure(
            "settings", "How many filters die, setting by setting",
            "Dots are means over the seeds, lines their 95 % bootstrap intervals; small dots are seeds. Below each dot by γ stands the one "
            + "by activation.",
            $"{Caption(records)}{WithoutScale(without)}{paper.Caption}",
            1, rows.Length * RowHeight, CurveFigure.Shares("inactive features", Math.Max(most, paper.Most)),
            FigureAxis.Categories("", rows.Select(setting => TitleOf(records, setting))) with { HasGrid = false },
            [new Panel(
                "", "", Ink.Text, [.. rows.Index().SelectMany(row => Marks(row.Item, TitleOf(records, row.Item), row.Index, paper))])],
            [
                new LegendEntry("|γ| < 1e-3", Ink.Text, Dot: DotShape.Circle),
                new LegendEntry("activation < 1e-12", Ink.Text, Dot: DotShape.Square), .. paper.Key,
            ]);
    }

    private static string WithoutScale(int settings) =>
        settings == 0 ? "" : $" Without γ, and drawn by activation alone: {settings} of the settings.";

    private static double Shown(double share) => double.IsFinite(share) ? share : 0;

    private static IEnumerable<Mark> Marks(TrainingSetting setting, string title, int row, PaperMarks paper)
    {
        yield return new Curve("row", [new(-1, row - 0.5), new(2, row - 0.5)], Ink.Grid, Stroke.Solid, 0.8);
        var ink = CurveFigure.InkOf(setting);
        foreach (var mark in paper.Marks(setting, row + Above))
            yield return mark;
        (Measure Of, double Place, DotShape Shape)[] measures =
            [(SparsityByScale.Paper, row + Above, DotShape.Circle), (SparsityByActivation.Paper, row - Above, DotShape.Square)];
        foreach (var (measure, y, shape) in measures)
        {
            PlotPoint[] seeds =
            [
                .. setting.Networks.Select(network => new PlotPoint(measure.Of(network.Result), y) { Seed = network.Trial.Seed })
                    .Where(point => double.IsFinite(point.X)),
            ];
            if (seeds.Length == 0)
                continue;
            var mean = PairedEffect.Of([.. seeds.Select(point => point.X)]);
            yield return new Curve($"{title}, {measure.Label}, interval", [new(mean.Low, y), new(mean.High, y)], ink, Stroke.Solid, 1.2);
            yield return new Dots(
                $"{title}, {measure.Label}, seeds", [.. seeds], ink.Clear(0.35), Size: 1.4);
            yield return new Dots($"{title}, {measure.Label}, mean", [new PlotPoint(mean.Mean, y)], ink, Size: 2.8, Shape: shape);
        }
    }
}
