using OptimizerDynamics.Experiments;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>The share of features whose |γ| is below a threshold, over the threshold: whether the one at which features count as inactive
/// matters (H13). A panel for each optimizer, and whatever else differs; a line for each regularization and λ.</summary>
internal static class ThresholdFigure
{
    private const double First = 1e-6, Paper = 1e-3, Looser = 1e-2;
    private const int StepsPerDecade = 20, Decades = 6;

    /// <summary>The figure; null where no features have a γ.</summary>
    /// <param name="records">The trainings.</param>
    public static Figure? Of(TrainingRecords records)
    {
        records = records.WithScale;
        if (records.Settings.IsEmpty)
            return null;
        var tints = new LambdaTints(records.Settings);
        var panels = records.Settings.GroupBy(setting => OptimizerAndOthers(records, setting)).ToList();
        var kinds = records.Settings.Select(setting => setting.Shared.Regularization).Distinct().Order().ToList();
        return new Figure(
            "thresholds", "Does the threshold matter?",
            "The share of features whose |γ| is below a threshold, over the threshold, at the end of the training. Upright lines: 1e-3, "
                + "below "
            + "which features count as inactive, and 1e-2. Between them a level line says that the two agree. Lines are means over the "
            + "seeds, bands go from the lowest to the highest.",
            Caption(records), Math.Min(panels.Count, 3), panels.Count == 1 ? 210 : 150,
            FigureAxis.Logarithmic("threshold of |γ|", First, 1),
            CurveFigure.Shares("features with |γ| below it", 1),
            [.. panels.Select(panel => new Panel(
                panel.Key, "", CurveFigure.InkOf(panel.First()), [Upright(Paper), Upright(Looser), .. panel.Select(Line)]))],
            [
                .. kinds.Select(kind => new LegendEntry(Theme.TitleOf(kind), Ink.Text, Theme.StrokeOf(kind))),
                .. tints.Key,
            ]);

        Curve Line(TrainingSetting setting)
        {
            var points =
                Enumerable.Range(0, Decades * StepsPerDecade + 1).Select(step => First * Math.Pow(10, (double)step / StepsPerDecade))
                .Select(threshold => At(setting, threshold));
            return new Curve(
                RegularizationOf(setting.Shared), [.. points], tints.InkOf(setting), Theme.StrokeOf(setting.Shared.Regularization));
        }
    }

    private static Curve Upright(double threshold) =>
        new("threshold", [new PlotPoint(threshold, -1), new PlotPoint(threshold, 2)], Ink.Muted, Stroke.Solid, 1);

    /// <summary>The share at one threshold: the mean over the seeds, the lowest and the highest.</summary>
    private static PlotPoint At(TrainingSetting setting, double threshold)
    {
        double[] shares = [.. setting.Networks.Select(network => network.Result.SparsityByScale(threshold))];
        return shares.Length == 1
            ? new PlotPoint(threshold, shares[0])
            : new PlotPoint(threshold, shares.Average(), shares.Min(), shares.Max());
    }
}
