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
    private const double Margin = 1.3;

    private readonly TrainingRecords _records;
    private readonly ImmutableArray<Pulled> _panels;

    /// <summary>The figure of some trainings.</summary>
    /// <param name="records">The trainings.</param>
    public RateFigure(TrainingRecords records)
    {
        _records = records;
        _panels =
        [
            .. records.Settings.Select(setting => new Pulled(
                setting, [.. setting.Networks.Select(network => PulledFeatures.Of(network.Result, Part).ToImmutableArray())]))
                .Where(panel => panel.Features.Any(feature => feature.Rate > 0)),
        ];
    }

    /// <summary>Whether any training says how hard decay pulled.</summary>
    public bool HasAny => !_panels.IsEmpty;

    /// <summary>Whether any says what part of the updates was decay's.</summary>
    public bool HasShares => _panels.Any(panel => panel.Features.Any(feature => !double.IsNaN(feature.Share)));

    /// <summary>The figure over the share of images that fire a feature: a panel for each setting, a mark for each feature of each
    /// seed.</summary>
    public Figure OverImages() => Draw(
        "rates", "How hard does decay pull at a filter that seldom fires?", "the share of images that fire it",
        "images that fire the feature",
        feature => feature.Firing);

    /// <summary>The same over the share of positions that β and γ predict: a feature that fires for every image can be silent nearly
    /// everywhere.</summary>
    public Figure OverPositions() => Draw(
        "rates-positions", "And at one that is silent at most positions?",
        "the share Φ(β/|γ|) of positions at which β and γ let it fire", "positions that fire the feature, Φ(β/|γ|)",
        feature => feature.Positions);

    /// <summary>How hard decay pulls at the features that die and at the others, and what goes with it.</summary>
    public ReportTable Table()
    {
        var hasShares = HasShares;
        return new ReportTable(
            [
                .. Headings(_records), "rate of those that die", "of the others", "ratio",
                "ρ with dying", "with selectivity", "with Φ(β/|γ|)",
                .. hasShares ? ["decay's share, of those that die", "of the others", "ρ with dying", "with selectivity"] : (string[])[],
                "features",
            ],
            [.. _panels.Select(Row)], Headings(_records).Length);

        ImmutableArray<string> Row(Pulled panel)
        {
            static double RateOf(PulledFeature feature) => feature.Rate;
            static double ShareOf(PulledFeature feature) => feature.Share;
            static double Dying(PulledFeature feature) => feature.Dies ? 1 : 0;
            static double Selectivity(PulledFeature feature) => feature.Selectivity;
            var (dying, living) = (Median(panel, RateOf, dies: true), Median(panel, RateOf, dies: false));
            string Rho(Func<PulledFeature, double> pullOf, Func<PulledFeature, double> valueOf)
            {
                var mean = panel.ByNetwork.Average(features => RateCorrelation.Of(features, pullOf, valueOf));
                return double.IsNaN(mean) ? "–" : mean.ToString("+0.00;−0.00;0", CultureInfo.InvariantCulture);
            }

            string Share(bool dies)
            {
                var share = Median(panel, ShareOf, dies);
                return double.IsNaN(share) ? "–" : TrainingText.Percent(share);
            }

            return
            [
                .. CellsOf(_records, panel.Setting),
                double.IsNaN(dying) ? "none" : Say.Setting(dying), double.IsNaN(living) ? "none" : Say.Setting(living),
                double.IsFinite(dying / living) ? $"{(dying / living).ToString("0.0", CultureInfo.InvariantCulture)}×" : "–",
                Rho(RateOf, Dying), Rho(RateOf, Selectivity), Rho(RateOf, feature => feature.Positions),
                .. hasShares ? [Share(dies: true), Share(dies: false), Rho(ShareOf, Dying), Rho(ShareOf, Selectivity)] : (string[])[],
                Say.Count(panel.Features.Count()),
            ];
        }
    }

    private Figure Draw(string name, string title, string over, string axis, Func<PulledFeature, double> xOf)
    {
        double[] rates = [.. _panels.SelectMany(panel => panel.Features).Select(feature => feature.Rate).Where(rate => rate > 0)];
        var (low, high) = (rates.Min() / Margin, rates.Max() * Margin);
        var without = _panels.Sum(panel => panel.Features.Count(feature => feature.Rate <= 0));
        return new Figure(
            name, title,
            $"Each mark is a feature at a tenth of the training: the fraction of its γ that decay takes in a step, over {over}. Rings: "
                + $"those "
            + $"that are dead at the end.{(without > 0 ? $" {Say.Count(without)} with a rate of 0 or below are not drawn." : "")}",
            Caption(_records), Math.Min(_panels.Length, Columns), 170,
            new FigureAxis(
                axis, -0.03, 1.03, false,
                [
                    new AxisLabel(0, "0"), new AxisLabel(0.25, ""), new AxisLabel(0.5, "50 %"), new AxisLabel(0.75, ""),
                    new AxisLabel(1, "100 %")]),
            FigureAxis.Logarithmic("effective decay rate of γ, a step", low, high),
            [.. _panels.Select(panel => new Panel(
                PanelTitleOf(_records, panel.Setting), "", CurveFigure.InkOf(panel.Setting),
                [.. Marks(panel, xOf)]))],
            []);
    }

    private static double Median(Pulled panel, Func<PulledFeature, double> valueOf, bool dies)
    {
        double[] values = [.. panel.Features.Where(feature => feature.Dies == dies).Select(valueOf).Where(double.IsFinite)];
        return values.Length == 0 ? double.NaN : SampleMedian.Of(values).Median;
    }

    private static IEnumerable<Mark> Marks(
        Pulled panel, Func<PulledFeature, double> xOf)
    {
        Dots Of(string name, bool dies, Ink ink) => new(
            name, [.. panel.Features.Where(feature => feature.Dies == dies).Select(feature => new PlotPoint(xOf(feature), feature.Rate))],
            ink,
            IsOpen: dies, 1.8);
        yield return Of("live on", dies: false, CurveFigure.InkOf(panel.Setting).Clear(0.35));
        yield return Of("die", dies: true, Theme.Dead.Clear(0.8));
    }

    /// <summary>The features of a setting's networks.</summary>
    private sealed record Pulled(TrainingSetting Setting, ImmutableArray<ImmutableArray<PulledFeature>> ByNetwork)
    {
        public IEnumerable<PulledFeature> Features => ByNetwork.SelectMany(features => features);
    }
}
