using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>The share of features that are lost, against one of the things that the study varies: a panel for each optimizer, a line for
/// whatever else differs, a dot for each seed.</summary>
internal static class AgainstFigure
{
    private const double Parts = 15;
    private static readonly Ink[] Inks = [Ink.Of(0x0072B2, 0x4FA8DE), Ink.Of(0xD55E00, 0xF08A3C), Ink.Of(0x009E73, 0x33C79C), Ink.Of(0xB8568F, 0xE08CBC), Ink.Of(0x3A3F47, 0xC9CED6), Ink.Of(0xC98200, 0xF0B340)];

    /// <summary>The figure; null where nothing is named, or fewer than two values of it were trained with.</summary>
    /// <param name="records">The trainings.</param>
    /// <param name="parameter">What they are drawn against; null for nothing.</param>
    public static Figure? Of(TrainingRecords records, TrialParameter? parameter)
    {
        if (parameter is null || records.AreSharing(parameter))
            return null;
        // Without regularization there is no λ: those trainings stand at the left end, as what happens anyway. What has no number is left out.
        double ValueOf(TrainingSetting setting) => parameter.NumberOf(setting.Shared.Values);
        ImmutableArray<TrainingSetting> drawn = [.. records.Settings.Where(setting => double.IsFinite(ValueOf(setting)))];
        double[] values = [.. drawn.Select(ValueOf).Distinct().Order()];
        if (values.Length < 2)
            return null;
        var isLogarithmic = values[0] >= 0 && values.Count(value => value > 0) > 1;
        var nothing = isLogarithmic && values[0] == 0 ? values[1] / 4 : double.NaN;
        double PlaceOf(TrainingSetting setting) => ValueOf(setting) is var value && value == 0 && isLogarithmic ? nothing : value;
        string TextOf(double value) => drawn.First(setting => ValueOf(setting).Equals(value)).Shared.TextOf(parameter);
        AxisLabel LabelOf(double value) => value == 0 && isLogarithmic ? new AxisLabel(nothing, "none") : new AxisLabel(value, TextOf(value));
        var (first, last) = (double.IsNaN(nothing) ? values[0] : nothing, values[^1]);
        var (low, high) = isLogarithmic
            ? (first / Margin(first, last), last * Margin(first, last))
            : (first - (last - first) / Parts, last + (last - first) / Parts);
        var x = new FigureAxis(parameter.AxisTitle, low, high, isLogarithmic, [.. values.Select(LabelOf)]);
        var panels = drawn.GroupBy(setting => setting.Shared.Optimizer.Name).ToList();
        string SeriesOf(TrainingSetting setting) => NameOf(records, setting, TrainingParameters.Optimizer, TrainingParameters.Regularization, parameter);
        string[] series = [.. drawn.Select(SeriesOf).Distinct()];
        Ink InkOf(TrainingSetting setting) => series.Length == 1 ? CurveFigure.InkOf(setting) : Inks[Array.IndexOf(series, SeriesOf(setting)) % Inks.Length];
        var y = CurveFigure.Shares("features with |γ| < 1e-3", drawn.SelectMany(setting => setting.Networks).Max(network => SparsityByScale.Paper.Of(network.Result)));
        var kinds = drawn.Select(setting => setting.Shared.Regularization).Distinct().Order().ToList();
        return new Figure(
            "against", $"How many filters die, over {parameter.AxisTitle}", "A dot for each seed; lines are means, bands their 95 % bootstrap intervals.", Caption(records), Math.Min(panels.Count, 4), panels.Count == 1 ? 210 : 150, x, y,
            [.. panels.Select(panel => new Panel(Theme.TitleOf(panel.Key), "", CurveFigure.InkOf(panel.First()),
            [
                .. panel.GroupBy(setting => (SeriesOf(setting), setting.Shared.Regularization)).SelectMany(line => Marks(line, PlaceOf, InkOf(line.First()))),
            ]))],
            [
                .. series.Length == 1 ? [] : series.Select((name, place) => new LegendEntry(name, Inks[place % Inks.Length])),
                .. kinds.Count == 1 ? [] : kinds.Select(kind => new LegendEntry(Theme.TitleOf(kind), Ink.Text, Theme.StrokeOf(kind))),
            ]);
    }

    private static IEnumerable<Mark> Marks(IEnumerable<TrainingSetting> line, Func<TrainingSetting, double> placeOf, Ink ink)
    {
        TrainingSetting[] settings = [.. line.OrderBy(placeOf)];
        var kind = settings[0].Shared.Regularization;
        yield return new Curve(Theme.TitleOf(kind), [.. settings.Select(setting => Mean(placeOf(setting), setting))], ink, Theme.StrokeOf(kind));
        yield return new Dots(
            Theme.TitleOf(kind), [.. settings.SelectMany(setting => setting.Networks.Select(network => new PlotPoint(placeOf(setting), SparsityByScale.Paper.Of(network.Result))))], ink.Clear(0.6),
            kind == Regularization.WeightDecay, 2.2);
    }

    private static PlotPoint Mean(double place, TrainingSetting setting)
    {
        if (setting.Networks.Length == 1)
            return new PlotPoint(place, SparsityByScale.Paper.Of(setting.Networks[0].Result));
        var mean = PairedEffect.Of(setting.Networks.Select(network => SparsityByScale.Paper.Of(network.Result)));
        return new PlotPoint(place, mean.Mean, mean.Low, mean.High);
    }

    /// <summary>Room at both ends of a logarithmic axis: a fifteenth of it.</summary>
    private static double Margin(double first, double last) => Math.Pow(last / first, 1 / Parts);
}
