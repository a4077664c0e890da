using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>Before and after pruning: how much of the network is left, and what becomes of its test error; a line for each seed, from the
/// whole network to what is left of it.</summary>
internal static class PruningFigure
{
    private const double Noticeable = 0.99;

    /// <summary>The figure; null where pruning takes next to nothing away anywhere.</summary>
    /// <param name="records">The trainings.</param>
    /// <param name="against">What colours tell apart; null where nothing is swept.</param>
    public static Figure? Of(TrainingRecords records, TrialParameter? against)
    {
        var factor = against is null || records.AreSharing(against) ? null : against;
        string PanelOf(TrainingSetting setting)
        {
            if (records.TitleOf(setting, factor) is { } given)
                return given;
            var regularization = RegularizationOf(setting.Shared);
            if (factor == TrainingParameters.Lambda && setting.Shared.Regularization != Regularization.None)
                regularization = regularization.Split(' ')[0]; // λ is what the colours tell
            var others = NameOf(records, setting, [.. InWords, factor]);
            return $"{Theme.TitleOf(setting.Shared.Optimizer.Name)}, {regularization}{(others.Length > 0 ? $", {others}" : "")}";
        }

        string[] values = factor is null ? [] : ValuesOf(records, factor);
        var panels = records.Settings.GroupBy(PanelOf)
            .Where(panel => panel.Any(setting => setting.Mean(ParameterCount.Left) < Noticeable)).ToList();
        if (panels.Count == 0)
            return null;
        var shown = panels.SelectMany(panel => panel).SelectMany(setting => setting.Networks).Select(network => network.Result)
            .Where(IsMeasured).ToList();
        var x = CurveFigure.Shares("parameters left", 1);
        var first = Math.Max(0, shown.Min(ParameterCount.Left.Of) - 0.05);
        var highest = shown.Max(result => Math.Max(ClassificationError.Test.Of(result), ClassificationError.Pruned.Of(result)));
        Ink InkOf(TrainingSetting setting) => factor is null
            ? CurveFigure.InkOf(setting)
            : Theme.Tint(CurveFigure.InkOf(setting), Array.IndexOf(values, setting.Shared.TextOf(factor)), values.Length);
        return new Figure(
            "pruning", "Before and after pruning",
            "Each line is a network: a ring where it is whole, a dot where the features that no training image activates are taken out. A "
            + "level line costs nothing.",
            // a study's own names are longer
            Caption(records) + NotDrawn(records.Settings.Length - panels.Sum(panel => panel.Count())),
            Math.Min(panels.Count, records.AreTitled ? 3 : 4), 150,
            x with { Minimum = first, Maximum = 1.05, Labels = x.Labels.RemoveAll(label => label.Value < first) },
            CurveFigure.Shares("test error", highest),
            [.. panels.Select(panel => new Panel(
                panel.Key, "", CurveFigure.InkOf(panel.First()), [.. panel.SelectMany(setting => Marks(setting, InkOf(setting)))]))],
            [.. values.Index().Select(value => new LegendEntry(
                factor!.Titled(value.Item), Theme.Tint(Ink.Text, value.Index, values.Length), Stroke.Solid, 3))]);
    }

    private static string NotDrawn(int settings) =>
        settings == 0
            ? ""
            : $" Not drawn, as pruning takes less than 1 % of their parameters or was not measured: {settings} of the settings.";

    private static string[] ValuesOf(TrainingRecords records, TrialParameter parameter) =>
    [
        .. records.Settings.Select(setting => setting.Shared.TextOf(parameter)).Distinct().Where(value => value != TrialParameter.Nothing),
    ];

    /// <summary>Whether the network was pruned, and tested again.</summary>
    private static bool IsMeasured(TrainingResult result) =>
        double.IsFinite(ParameterCount.Left.Of(result)) && double.IsFinite(ClassificationError.Pruned.Of(result));

    private static IEnumerable<Mark> Marks(TrainingSetting setting, Ink ink)
    {
        var points = setting.Networks.Where(network => IsMeasured(network.Result)).Select(network => (
            Before: new PlotPoint(1, ClassificationError.Test.Of(network.Result)) { Seed = network.Trial.Seed },
            After: new PlotPoint(ParameterCount.Left.Of(network.Result), ClassificationError.Pruned.Of(network.Result))
            {
                Seed = network.Trial.Seed,
            })).ToList();
        foreach (var (before, after) in points)
            yield return new Curve("pruned", [after, before], ink.Clear(0.6), Stroke.Solid, 0.9);
        yield return new Dots("whole", [.. points.Select(point => point.Before)], ink, IsOpen: true);
        yield return new Dots("pruned", [.. points.Select(point => point.After)], ink);
    }
}
