using System.Globalization;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>Something over the iterations of every training: a panel for each optimizer (and whatever else differs), a line for each
/// regularization and λ; where the study has a name for every setting, a panel for each.</summary>
internal static class CurveFigure
{
    /// <summary>The share of features with |γ| below 1e-3; null where features have no γ.</summary>
    public static Figure? Sparsity(TrainingRecords records)
    {
        records = records.WithScale;
        if (records.Settings.IsEmpty)
            return null;
        var shares = from setting in records.Settings
                     from network in setting.Networks
                     from point in network.Result.Curve
                     select SparsityAt(network.Result, point);
        var most = shares.Append(0.04).Max();
        return Of(
            records, "sparsity", "When filters die", "The share of features whose γ is below 1e-3, over the training.",
            Shares("features with |γ| < 1e-3", most), SparsityAt);
    }

    /// <summary>An axis of shares from 0 to what is needed.</summary>
    internal static FigureAxis Shares(string title, double most)
    {
        var step = most <= 0.1 ? 0.02 : most <= 0.25 ? 0.05 : most <= 0.5 ? 0.1 : 0.2;
        var end = Math.Max(step, Math.Ceiling(most / step) * step);
        return new FigureAxis(
            title, -0.02 * end, 1.02 * end, false,
            [.. Ticks(end, step).Select(value => new AxisLabel(value, $"{Math.Round(100 * value)} %"))]);
    }

    /// <summary>The mean error of the mini-batches.</summary>
    public static Figure Error(TrainingRecords records) => Of(
        records, "error", "Error on the mini-batches", "The error on the training's own mini-batches, averaged since the point before.",
        FigureAxis.Logarithmic("error on mini-batches", 1e-3, 1.1) with
        {
            Labels = [new AxisLabel(1e-3, "0.1 %"), new AxisLabel(1e-2, "1 %"), new AxisLabel(0.1, "10 %"), new AxisLabel(1, "100 %")],
        },
        (_, point) => point.Error);

    /// <summary>Whether there are curves: a training was looked at more than once.</summary>
    public static bool HasAny(TrainingRecords records) => records.Settings.SelectMany(setting => setting.Networks)
        .Any(network => network.Result.Curve.Length > 1 && network.Result.Curve[^1].Iteration > 0);

    private static Figure Of(
        TrainingRecords records, string name, string title, string lead, FigureAxis y, Func<TrainingResult, CurvePoint, double> measure)
    {
        var panels = records.Settings.GroupBy(setting => PanelName(records, setting)).ToList();
        var last = records.Settings.Max(setting => setting.Networks.Max(network => network.Result.Curve[^1].Iteration));
        var tints = new LambdaTints(records.AreTitled ? [] : records.Settings);
        return new Figure(
            name, title,
            records.Settings.All(setting => setting.Networks.Length == 1)
                ? lead
                : $"{lead} Lines are means over the seeds, bands go from the lowest to the highest.",
            Caption(records), Math.Min(panels.Count, 3), panels.Count == 1 ? 240 : 150,
            Iterations(last), y,
            [.. panels.Select(panel => new Panel(panel.Key, "", InkOf(panel.First()), [.. panel.Select(Drawn)]))],
            [.. Key(records, tints)]);

        Mark Drawn(TrainingSetting setting) => Line(setting, tints.InkOf(setting), measure);
    }

    /// <summary>The kinds of regularization by their lines, where they differ or nothing else is told; the λ by their tints, where there
    /// are several.</summary>
    private static IEnumerable<LegendEntry> Key(TrainingRecords records, LambdaTints tints)
    {
        if (!records.AreSharing(TrainingParameters.Regularization) || (!tints.HasSeveral && !records.AreTitled))
        {
            var kinds = records.Settings.Select(setting => setting.Shared.Regularization).Distinct();
            foreach (var kind in Enum.GetValues<Regularization>().Intersect(kinds))
                yield return new LegendEntry(Theme.TitleOf(kind), Ink.Text, Theme.StrokeOf(kind));
        }

        foreach (var entry in tints.Key)
            yield return entry;
    }

    private static Curve Line(TrainingSetting setting, Ink ink, Func<TrainingResult, CurvePoint, double> measure)
    {
        var points = setting.Networks[0].Result.Curve.Select((first, place) =>
        {
            double[] values =
            [
                .. setting.Networks.Where(network => network.Result.Curve.Length > place)
                    .Select(network => measure(network.Result, network.Result.Curve[place])),
            ];
            return values.Length == 1
                ? new PlotPoint(first.Iteration, values[0])
                : new PlotPoint(first.Iteration, values.Average(), values.Min(), values.Max()) { Count = values.Length };
        });
        return new Curve(RegularizationOf(setting.Shared), [.. points], ink, Theme.StrokeOf(setting.Shared.Regularization));
    }

    private static string PanelName(TrainingRecords records, TrainingSetting setting) =>
        records.TitleOf(setting) ?? OptimizerAndOthers(records, setting);

    private static double SparsityAt(TrainingResult result, CurvePoint point) => (double)point.Inactive.Sum() / result.Features;

    internal static Ink InkOf(TrainingSetting setting) => Theme.InkOf(setting.Shared.Optimizer.Name);

    /// <summary>The axis of iterations; in thousands where there are many, so that panels side by side have room for their
    /// labels.</summary>
    internal static FigureAxis Iterations(long last)
    {
        var unit = last >= 2000 ? 1000.0 : 1;
        var axis = $"iteration{(unit > 1 ? " (thousands)" : "")}";
        string TextOf(double value) => (value / unit).ToString("#,0.##", CultureInfo.InvariantCulture);
        var labels = Ticks(last, Math.Max(1, Step(last))).Select(value => new AxisLabel(value, TextOf(value)));
        return new FigureAxis(axis, 0, last, false, [.. labels]);
    }

    /// <summary>A step of 1, 2 or 5 times a power of ten, of which three to six fit.</summary>
    internal static double Step(double end)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(end / 3)));
        return end / 3 / power is var share && share >= 5 ? 5 * power : share >= 2 ? 2 * power : power;
    }

    internal static IEnumerable<double> Ticks(double end, double step) =>
        Enumerable.Range(0, (int)Math.Floor(end / step + 1e-9) + 1).Select(place => place * step);
}
