using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>The share of dead features over the logarithm of the iteration. Settings that differ in their length and λ share a
/// panel.</summary>
internal static class DeathCurves
{
    private const int First = 100, MostLabels = 5;

    /// <summary>The figure; null where deaths were not counted.</summary>
    public static Figure? Of(TrainingRecords records)
    {
        TrainingSetting[] settings =
            [.. records.Settings.Where(setting => setting.Networks.All(network => network.Result.Deaths.Length > 1))];
        if (settings.Length == 0)
            return null;
        var tints = new LambdaTints(settings);
        var panels = settings.GroupBy(setting => PanelName(records, setting)).ToList();
        var points = settings.SelectMany(setting => setting.Networks).SelectMany(network => Points(network.Result)).ToList();
        return new Figure(
            "deaths", "When filters die, over the logarithm of the iteration",
            "The share of features whose γ is below 1e-3, over the logarithm of the iteration; a line ends where its training does. Before "
            + "its learning rate drops it is what a shorter training would have seen. Means over the seeds.",
            Caption(records), Math.Min(panels.Count, 3), panels.Count == 1 ? 240 : 150,
            FigureAxis.Logarithmic("iteration", First, points.Max(point => point.X), MostLabels),
            CurveFigure.Shares("features with |γ| < 1e-3", points.Select(point => point.Y).Append(0.04).Max()),
            [.. panels.Select(panel => new Panel(
                panel.Key, "", CurveFigure.InkOf(panel.First()), [.. panel.Select(setting => Line(setting, tints.InkOf(setting)))]))],
            [.. tints.Key]);
    }

    private static Curve Line(TrainingSetting setting, Ink ink)
    {
        var means = setting.Networks.SelectMany(network => Points(network.Result)).GroupBy(point => point.X).OrderBy(same => same.Key)
            .Select(same => new PlotPoint(same.Key, same.Average(point => point.Y)));
        return new Curve(RegularizationOf(setting.Shared), [.. means], ink, Theme.StrokeOf(setting.Shared.Regularization));
    }

    /// <summary>The counts on the way, and that of the trained network.</summary>
    private static ImmutableArray<PlotPoint> Points(TrainingResult result) =>
    [
        .. result.Deaths.Select(point => new PlotPoint(point.Iteration, (double)point.Inactive.Sum() / result.Features)),
        new PlotPoint(result.Curve[^1].Iteration, result.SparsityByScale()),
    ];

    private static string PanelName(TrainingRecords records, TrainingSetting setting)
    {
        var others = NameOf(records, setting, [.. InWords, TrainingParameters.Iterations]);
        var decay = Theme.TitleOf(setting.Shared.Regularization);
        return string.Join(
            ", ", new[] { Theme.TitleOf(setting.Shared.Optimizer.Name), decay, others }.Where(part => part.Length > 0));
    }
}
