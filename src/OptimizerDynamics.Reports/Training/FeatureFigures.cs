using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>The features of one layer, each by itself, for the first seed of some settings: the paper's Figure 2.</summary>
internal sealed class FeatureFigures(TrainingRecords records, string layer)
{
    private const int Most = 9, Columns = 3;
    private const double Threshold = 1e-3, Least = 1e-7;

    /// <summary>The settings that are drawn: of each optimizer and regularization the one that loses most features.</summary>
    private readonly ImmutableArray<TrainingSetting> _settings =
    [
        .. records.Settings.Where(setting => IsKept(setting, layer)).GroupBy(setting => NameOfGroup(records, setting))
            .Select(group => group.MaxBy(setting => setting.Mean(SparsityByScale.Paper))!).Take(Most),
    ];

    /// <summary>Whether there is something to draw: the records keep the layer's γ and β on the way.</summary>
    public bool HasAny => !_settings.IsEmpty;

    /// <summary>|γ| of every feature over the iterations.</summary>
    public Figure Deaths()
    {
        var last = _settings.Max(setting => setting.Networks[0].Result.Curve[^1].Iteration);
        var highest = _settings.SelectMany(Ways).SelectMany(way => way).Max(point => point.Y);
        return new Figure(
            "features", $"Every filter of {layer}, one line each",
            "|γ| over the training, of the first seed. Below the line, at 1e-3, a filter counts as dead. Orange: those that end there.",
            Caption(records), Math.Min(_settings.Length, Columns), 150,
            CurveFigure.Iterations(last),
            FigureAxis.Logarithmic("|γ|", Least, Math.Max(5, 1.5 * highest)),
            [.. _settings.Select(setting => new Panel(PanelTitleOf(records, setting), Lost(setting), CurveFigure.InkOf(setting),
            [
                .. Lines(setting),
                new Curve("threshold", [new PlotPoint(0, Threshold), new PlotPoint(last, Threshold)], Ink.Text, Stroke.Solid, 0.6),
            ]))],
            []);
    }

    /// <summary>γ against β of every feature: the way from the beginning, and the end.</summary>
    public Figure ScaleAndShift()
    {
        List<(double Scale, double Shift)> all =
        [
            .. _settings.SelectMany(Pairs), .. _settings.SelectMany(Ways).SelectMany(way => way).Select(point => (point.Y, point.X)),
        ];
        return new Figure(
            "scale-shift", $"γ and β of {layer}, from the beginning to the end",
            "A line for each filter of the first seed, from γ = 1 and β = 0 to its dot. A feature with negative β is selective: it fires "
            + "only where the convolution stands out. Rings: |γ| below 1e-3 at the end.",
            Caption(records), Math.Min(_settings.Length, Columns), 150,
            Axis("β (shift)", all.Max(pair => Math.Abs(pair.Shift)), hasNegative: true),
            Axis("|γ| (scale)", all.Max(pair => pair.Scale), hasNegative: false),
            [.. _settings.Select(ScaleAndShiftOf)],
            []);
    }

    private Panel ScaleAndShiftOf(TrainingSetting setting)
    {
        var ink = CurveFigure.InkOf(setting);
        return new Panel(
            PanelTitleOf(records, setting), $"β < 0: {Percent(Pairs(setting).Average(pair => pair.Shift < 0 ? 1.0 : 0))}", ink,
            [
                .. Ways(setting).Select((way, index) => new Curve($"filter {index + 1}", way, ink.Clear(0.22), Stroke.Solid, 0.7)),
                new Dots("active", Points(setting, isDead: false), ink.Clear(0.75)),
                new Dots("dead", Points(setting, isDead: true), Dead, IsOpen: true),
            ]);
    }

    /// <summary>An axis from 0, or from the negative of its end, to a little more than the largest value.</summary>
    private static FigureAxis Axis(string title, double largest, bool hasNegative)
    {
        var end = Math.Max(largest, 0.1) * 1.06;
        double[] ticks = [.. CurveFigure.Ticks(end, CurveFigure.Step(hasNegative ? 2 * end : end))];
        double[] labelled = hasNegative ? [.. ticks.Skip(1).Select(value => -value).Reverse(), .. ticks] : ticks;
        var labels = labelled.Select(value => new AxisLabel(value, Say.Setting(Math.Round(value, 9)).Replace('-', '−')));
        return new FigureAxis(title, hasNegative ? -end : -0.04 * end, end, false, [.. labels]);
    }

    /// <summary>The colour of what dies, in every figure of features.</summary>
    internal static Ink Dead { get; } = Ink.Of(0xC4501B, 0xF08A3C);

    private IEnumerable<Curve> Lines(TrainingSetting setting)
    {
        var (curve, place) = (setting.Networks[0].Result.Curve, PlaceOf(setting, layer));
        var count = curve[^1].Scale[place].Length;
        bool IsDead(int feature) => Math.Abs(curve[^1].Scale[place][feature]) < Threshold;
        return Enumerable.Range(0, count).OrderBy(feature => IsDead(feature) ? 1 : 0).Select(feature => new Curve(
            $"filter {feature + 1}",
            [.. curve.Select(point => new PlotPoint(point.Iteration, Math.Max(Least, Math.Abs(point.Scale[place][feature]))))],
            IsDead(feature) ? Dead.Clear(0.8) : CurveFigure.InkOf(setting).Clear(0.4), Stroke.Solid, 0.8));
    }

    /// <summary>Of each filter, |γ| over β as the training went on.</summary>
    private IEnumerable<ImmutableArray<PlotPoint>> Ways(TrainingSetting setting)
    {
        var (curve, place) = (setting.Networks[0].Result.Curve, PlaceOf(setting, layer));
        PlotPoint At(CurvePoint point, int feature) => new(point.Shift[place][feature], Math.Abs(point.Scale[place][feature]));
        return Enumerable.Range(0, curve[^1].Scale[place].Length)
            .Select(feature => curve.Select(point => At(point, feature)).ToImmutableArray());
    }

    private ImmutableArray<PlotPoint> Points(TrainingSetting setting, bool isDead) =>
        [.. Pairs(setting).Where(pair => pair.Scale < Threshold == isDead).Select(pair => new PlotPoint(pair.Shift, pair.Scale))];

    private List<(double Scale, double Shift)> Pairs(TrainingSetting setting)
    {
        var of = setting.Networks[0].Result.Layers[PlaceOf(setting, layer)];
        return [.. of.Scale.Zip(of.Shift, (scale, shift) => (Math.Abs(scale), shift))];
    }

    private string Lost(TrainingSetting setting) => $"{Pairs(setting).Count(pair => pair.Scale < Threshold)} of {Pairs(setting).Count}";

    /// <summary>Whether the records keep γ and β of a layer over the training.</summary>
    private static bool IsKept(TrainingSetting setting, string layer) =>
        setting.HasScale && setting.Layers.Contains(layer) && !setting.Networks[0].Result.Curve[^1].Scale[PlaceOf(setting, layer)].IsEmpty;

    private static int PlaceOf(TrainingSetting setting, string layer) => setting.Layers.ToList().IndexOf(layer);

    private static string NameOfGroup(TrainingRecords records, TrainingSetting setting) =>
        $"{NameOf(records, setting, TrainingParameters.Lambda)}|{setting.Shared.Regularization}";
}
