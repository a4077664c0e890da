using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>How hard decay pulls at each filter, over how often the filter fires: what the paper supposes of selective features, to look
/// at.</summary>
internal sealed class RateFigure
{
    /// <summary>The part of the training at which features are looked at: early enough that few have died, late enough that they
    /// differ.</summary>
    public const double Part = 0.1;

    private const int Columns = 3;
    private const double Rare = 0.1, Often = 0.9;

    private readonly TrainingRecords _records;
    private readonly ImmutableArray<(TrainingSetting Setting, ImmutableArray<PulledFeature> Features)> _panels;

    /// <summary>The figure of some trainings.</summary>
    /// <param name="records">The trainings.</param>
    public RateFigure(TrainingRecords records)
    {
        _records = records;
        _panels =
        [
            .. records.Settings.Select(setting => (setting, setting.Networks
                .SelectMany(network => PulledFeatures.Of(network.Result, Part)).ToImmutableArray()))
                .Where(panel => panel.Item2.Any(feature => feature.Rate > 0)),
        ];
    }

    /// <summary>Whether any training says how hard decay pulled.</summary>
    public bool HasAny => !_panels.IsEmpty;

    /// <summary>The figure: a panel for each setting, a mark for each feature of each seed.</summary>
    public Figure Draw()
    {
        double[] rates = [.. _panels.SelectMany(panel => panel.Features).Select(feature => feature.Rate).Where(rate => rate > 0)];
        static double Decade(double exponent) => Math.Pow(10, exponent);
        var low = Decade(Math.Floor(Math.Log10(rates.Min()) + 0.2) - 0.2);
        var high = Decade(Math.Ceiling(Math.Log10(rates.Max()) - 0.2) + 0.2);
        return new Figure(
            "rates", "How hard does decay pull at a filter that seldom fires?",
            "Each mark is a feature at a tenth of the training: the fraction of its γ that decay takes in a step, over the share of images "
            + "that fire it. Rings: those that are dead at the end.",
            Caption(_records), Math.Min(_panels.Length, Columns), 170,
            new FigureAxis(
                "images that fire the feature", -0.03, 1.03, false,
                [
                    new AxisLabel(0, "0"), new AxisLabel(0.25, ""), new AxisLabel(0.5, "50 %"), new AxisLabel(0.75, ""),
                    new AxisLabel(1, "100 %")]),
            FigureAxis.Logarithmic("effective decay rate of γ, a step", low, high),
            [.. _panels.Select(panel => new Panel(
                PanelTitleOf(_records, panel.Setting), "", CurveFigure.InkOf(panel.Setting), [.. Marks(panel.Setting, panel.Features)]))],
            []);
    }

    /// <summary>The medians of features that seldom fire, of those between, and of those that nearly always do.</summary>
    public ReportTable Table()
    {
        return new ReportTable(
            [
                .. _records.Varied.Select(parameter => parameter.Label), "fires in ≤ 10 % of images", "between", "in ≥ 90 %",
                "seldom : often",
                "features", "rate below 0",
            ],
            [.. _panels.Select(Row)], _records.Varied.Length);

        ImmutableArray<string> Row((TrainingSetting Setting, ImmutableArray<PulledFeature> Features) panel)
        {
            double[] medians =
            [
                Median(panel.Features, feature => feature.Firing <= Rare),
                Median(panel.Features, feature => feature.Firing > Rare && feature.Firing < Often),
                Median(panel.Features, feature => feature.Firing >= Often),
            ];
            var ratio = medians[0] / medians[2];
            return
            [
                .. _records.Varied.Select(parameter => CellOf(parameter, panel.Setting.Shared)),
                .. medians.Select(median => double.IsNaN(median) ? "none" : Say.Setting(median)),
                double.IsFinite(ratio) ? $"{ratio.ToString("0.0", CultureInfo.InvariantCulture)}×" : "–",
                Say.Count(panel.Features.Length), Percent(panel.Features.Average(feature => feature.Rate < 0 ? 1.0 : 0)),
            ];
        }
    }

    private static double Median(IEnumerable<PulledFeature> features, Func<PulledFeature, bool> isMeant)
    {
        double[] sorted = [.. features.Where(isMeant).Select(feature => feature.Rate).Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static IEnumerable<Mark> Marks(TrainingSetting setting, ImmutableArray<PulledFeature> features)
    {
        Dots Of(string name, bool dies, Ink ink) => new(
            name, [.. features.Where(feature => feature.Dies == dies).Select(feature => new PlotPoint(feature.Firing, feature.Rate))], ink,
            IsOpen: dies, 1.8);
        yield return Of("live on", dies: false, CurveFigure.InkOf(setting).Clear(0.35));
        yield return Of("die", dies: true, FeatureFigures.Dead.Clear(0.8));
    }
}
