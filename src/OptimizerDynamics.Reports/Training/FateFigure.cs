using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>How selective the features were, at a quarter of the training, that died later, and those that did not: the paper's explanation
/// (H8), to look at.</summary>
internal static class FateFigure
{
    private const int Fewest = 5;

    /// <summary>The figure; null where no setting loses enough features.</summary>
    public static Figure? Of(TrainingRecords records)
    {
        var panels = (from setting in records.Settings
                      let features = setting.Networks.SelectMany(network => FeatureFates.Of(network.Result)).ToList()
                      where features.Count(feature => feature.Dies) >= Fewest
                      select (Setting: setting, Features: features)).ToList();
        if (panels.Count == 0)
            return null;
        return new Figure(
            "selectivity", "Were the features that died the selective ones?",
            "The share of features up to a selectivity, which was measured at a quarter of the training. A line further to the right: more "
            + "selective. All layers and seeds; features that were silent by then are left out, also those that die.",
            Caption(records) + NotDrawn(records.Settings.Length - panels.Count), Math.Min(panels.Count, 4), 130,
            Shares("selectivity at a quarter of the training", 0.25, 0.5, 0.75), Shares("share of features", 0, 0.5, 1),
            [.. panels.Select(of => new Panel(
                PanelTitleOf(records, of.Setting), $"{of.Features.Count(feature => feature.Dies)} of {of.Features.Count}",
                CurveFigure.InkOf(of.Setting),
                [Cumulative("live on", of.Features, dies: false), Cumulative("die", of.Features, dies: true)]))],
            [new LegendEntry("features that die", Theme.Dead), new LegendEntry("features that live on", Ink.Muted)]);
    }

    private static string NotDrawn(int settings) =>
        settings == 0
            ? ""
            : $" Not drawn, as fewer than {Fewest} of the features that fired at a quarter of the training die: {settings} of the "
                + $"settings.";

    /// <summary>An axis of all shares, with a label at some.</summary>
    private static FigureAxis Shares(string title, params ReadOnlySpan<double> labelled)
    {
        var labels = ImmutableArray.CreateBuilder<AxisLabel>();
        foreach (var value in labelled)
            labels.Add(new AxisLabel(value, $"{100 * value:0} %"));
        return new FigureAxis(title, -0.02, 1.02, false, labels.ToImmutable());
    }

    /// <summary>The share of features with at most so much: a stair, a step for each feature.</summary>
    private static Curve Cumulative(string name, IEnumerable<FeatureFate> features, bool dies)
    {
        double[] sorted = [.. features.Where(feature => feature.Dies == dies).Select(feature => feature.Selectivity).Order()];
        var points = ImmutableArray.CreateBuilder<PlotPoint>();
        points.Add(new PlotPoint(0, 0));
        foreach (var step in sorted.Index().GroupBy(of => of.Item))
        {
            points.Add(new PlotPoint(step.Key, points[^1].Y));
            points.Add(new PlotPoint(step.Key, (step.Last().Index + 1.0) / sorted.Length));
        }

        points.Add(new PlotPoint(1, points[^1].Y));
        return new Curve(name, points.ToImmutable(), dies ? Theme.Dead : Ink.Muted, Stroke.Solid, dies ? 1.8 : 1.2);
    }
}
