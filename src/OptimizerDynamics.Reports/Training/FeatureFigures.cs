using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>The features of one layer, each by itself, for the first seed of some settings: the paper's Figure 2.</summary>
internal sealed class FeatureFigures(TrainingRecords records, string layer)
{
    private const int Columns = 3;
    private const double Threshold = 1e-3, Least = 1e-7;

    /// <summary>The settings that are drawn: of each optimizer and regularization the one that loses most features.</summary>
    private readonly ImmutableArray<TrainingSetting> _settings =
    [
        .. records.Settings.Where(setting => IsKept(setting, layer)).GroupBy(setting => NameOfGroup(records, setting))
            .Select(group => group.MaxBy(setting => setting.Mean(SparsityByScale.Paper))!),
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
            "|γ| over the training, of the first seed. Below the line, at 1e-3, a filter counts as dead. Red: those that end there."
            + $"{(IsClipped ? " What falls below 1e-7 is drawn at 1e-7." : "")}",
            Caption(records) + NotDrawn, Math.Min(_settings.Length, Columns), 150,
            CurveFigure.Iterations(last),
            FigureAxis.Logarithmic("|γ|", Least, Math.Max(5, 1.5 * highest)),
            [.. _settings.Select(setting => new Panel(PanelTitleOf(records, setting), Lost(setting), CurveFigure.InkOf(setting),
            [
                .. Lines(setting),
                new Curve("threshold", [new PlotPoint(0, Threshold), new PlotPoint(last, Threshold)], Ink.Text, Stroke.Solid, 0.6),
                new Label(last * 0.012, Threshold / 1.9, "dead below 1e-3", Ink.Text, 8, Anchor.Left),
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
        var x = Axis("β (shift)", Math.Min(all.Min(pair => pair.Shift), 0), Math.Max(all.Max(pair => pair.Shift), 0));
        return new Figure(
            "scale-shift", $"γ and β of {layer}, from the beginning to the end",
            "A line for each filter of the first seed, from γ = 1 and β = 0 to its dot. A feature with negative β is selective: it fires "
            + "only where the convolution stands out. Red rings: |γ| below 1e-3 at the end, with their number where they coincide.",
            Caption(records) + NotDrawn, Math.Min(_settings.Length, Columns), 150,
            x,
            Axis("|γ| (scale)", 0, all.Max(pair => pair.Scale)),
            [.. _settings.Select(setting => ScaleAndShiftOf(setting, x))],
            []);
    }

    private Panel ScaleAndShiftOf(TrainingSetting setting, FigureAxis x)
    {
        var ink = CurveFigure.InkOf(setting);
        var active = Pairs(setting).Where(pair => pair.Scale >= Threshold).ToList();
        return new Panel(
            PanelTitleOf(records, setting), $"β < 0: {active.Count(pair => pair.Shift < 0)} of {active.Count} active", ink,
            [
                .. Ways(setting).Select((way, index) => new Curve($"filter {index + 1}", way, ink.Clear(0.22), Stroke.Solid, 0.7)),
                new Dots("active", Points(setting, isDead: false), ink.Clear(0.75)),
                new Dots("dead", Points(setting, isDead: true), Theme.Dead, IsOpen: true),
                .. Coincident(Points(setting, isDead: true), x),
            ]);
    }

    /// <summary>The number of rings wherever several stand at one place, within half of a ring's width.</summary>
    private static IEnumerable<Label> Coincident(ImmutableArray<PlotPoint> rings, FigureAxis x)
    {
        var near = (x.Maximum - x.Minimum) / 100;
        return rings.GroupBy(ring => Math.Round(ring.X / near)).Where(group => group.Count() > 1).Select(group => new Label(
            group.Average(ring => ring.X) + 2.5 * near, group.Average(ring => ring.Y), $"× {group.Count()}", Theme.Dead, 8, Anchor.Left));
    }

    /// <summary>An axis around 0 that ends a little beyond the smallest and the largest value.</summary>
    private static FigureAxis Axis(string title, double smallest, double largest)
    {
        var (low, high) = (smallest, Math.Max(largest, smallest + 0.1));
        var (room, step) = (0.05 * (high - low), CurveFigure.Step(high - low));
        var (first, last) = ((int)Math.Ceiling((low - room) / step - 1e-9), (int)Math.Floor((high + room) / step + 1e-9));
        var labels = Enumerable.Range(first, last - first + 1).Select(tick => tick * step)
            .Select(value => new AxisLabel(value, Say.Setting(Math.Round(value, 9)).Replace('-', '−')));
        return new FigureAxis(title, low - room, high + room, false, [.. labels]);
    }

    /// <summary>Whether a γ that is drawn falls below the axis.</summary>
    private bool IsClipped => _settings.SelectMany(Ways).SelectMany(way => way).Any(point => point.Y < Least);

    /// <summary>How many settings have no panel; empty where none.</summary>
    private string NotDrawn => records.Settings.Length == _settings.Length
        ? ""
        : " Of settings that differ in λ alone the one that loses most is drawn; not drawn, or without γ and β on the way: "
            + $"{records.Settings.Length - _settings.Length} of {records.Settings.Length}.";

    private IEnumerable<Curve> Lines(TrainingSetting setting)
    {
        var (curve, place) = (setting.Networks[0].Result.Curve, PlaceOf(setting, layer));
        var count = curve[^1].Scale[place].Length;
        bool IsDead(int feature) => Math.Abs(curve[^1].Scale[place][feature]) < Threshold;
        return Enumerable.Range(0, count).OrderBy(feature => IsDead(feature) ? 1 : 0).Select(feature => new Curve(
            $"filter {feature + 1}",
            [.. curve.Select(point => new PlotPoint(point.Iteration, Math.Max(Least, Math.Abs(point.Scale[place][feature]))))],
            IsDead(feature) ? Theme.Dead.Clear(0.8) : CurveFigure.InkOf(setting).Clear(0.4), Stroke.Solid, 0.8));
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
