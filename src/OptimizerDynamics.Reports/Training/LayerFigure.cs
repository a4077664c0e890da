using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>Which layers lose features: a cell for each layer of each setting, or for each stage where there are too many
/// layers.</summary>
internal static class LayerFigure
{
    private const double Least = 0.001;
    private const int MostColumns = 20;

    /// <summary>The figure; null where no features have a γ, settings have different networks, or a network too many layers, and too many
    /// stages, for cells with numbers.</summary>
    public static Figure? Of(TrainingRecords records)
    {
        records = records.WithScale;
        if (records.Settings.IsEmpty)
            return null;
        string[] all = [.. records.Settings[0].Layers];
        var isByStage = all.Length > MostColumns;
        string[] layers = isByStage ? [.. all.Select(StageSparsity.NameOf).Distinct()] : all;
        if (layers.Length > MostColumns || records.Settings.Any(setting => !setting.Layers.SequenceEqual(all)))
            return null;
        TrainingSetting[] rows = [.. ByOptimizer(records.Settings).Reverse()]; // the first is to be uppermost
        var part = isByStage ? "stage" : "layer";
        var (scale, counts) = (ScaleOf(part), CountsOf(rows, isByStage));
        var cells = rows.SelectMany(setting => layers.Select(layer => ShareOf(setting, layer, isByStage))).ToImmutableArray();
        return new Figure(
            "layers", $"Which {part}s lose filters",
            $"The share of a {part}'s features with |γ| below 1e-3, the mean over the seeds, in per cent"
            + $"{(counts is null ? "" : "; in brackets the number of its features")}.",
            Caption(records), 1,
            rows.Length * 22,
            FigureAxis.Categories(part, layers.Select(layer => counts is null ? layer : $"{layer} ({counts[layer]})")),
            FigureAxis.Categories("", rows.Select(setting => Short(records, setting))),
            [
                new Panel("", "", Ink.Text,
                [
                    new Cells("inactive features", layers.Length, [.. cells.Select(Coloured)], scale, 0.6),
                    .. Borders(rows, layers.Length),
                    .. cells.Select((share, index) => new Label(
                        index % layers.Length, index / layers.Length, InWords(share), scale.Of(Coloured(share)).Over(), 8.4)),
                ]),
            ],
            [], scale);
    }

    /// <summary>The settings, those of one optimizer together.</summary>
    private static IEnumerable<TrainingSetting> ByOptimizer(IEnumerable<TrainingSetting> settings) =>
        settings.GroupBy(setting => setting.Shared.Optimizer.Name).SelectMany(group => group);

    /// <summary>A line wherever another optimizer begins.</summary>
    private static IEnumerable<Mark> Borders(TrainingSetting[] rows, int columns) =>
        from row in Enumerable.Range(1, rows.Length - 1)
        where rows[row].Shared.Optimizer.Name != rows[row - 1].Shared.Optimizer.Name
        select new Curve(
            "another optimizer", [new PlotPoint(-0.5, row - 0.5), new PlotPoint(columns - 0.5, row - 0.5)], Ink.Text, Stroke.Solid, 1.4);

    /// <summary>How many features each layer or stage has; null where that differs between the settings.</summary>
    private static Dictionary<string, int>? CountsOf(TrainingSetting[] rows, bool isByStage)
    {
        Dictionary<string, int>[] all =
        [
            .. rows.Select(setting => setting.Networks[0].Result.Layers
                .GroupBy(layer => isByStage ? StageSparsity.NameOf(layer.Name) : layer.Name)
                .ToDictionary(group => group.Key, group => group.Sum(layer => layer.Scale.Length))),
        ];
        return Array.TrueForAll(all, counts => counts.SequenceEqual(all[0])) ? all[0] : null;
    }

    /// <summary>The number whose colour a share has: nothing has the page's.</summary>
    private static double Coloured(double share) => Math.Max(share, Least);

    /// <summary>A share in per cent with two digits.</summary>
    private static string InWords(double share) =>
        share == 0 ? "0" : (100 * share).ToString(share < 0.0995 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static ColourScale ScaleOf(string part) => new(
        "inactive", Least, 1, ColourScale.OneHue,
        [
            new AxisLabel(Least, "≤ 0.1 %"), new AxisLabel(0.01, "1 %"), new AxisLabel(0.1, "10 %"),
            new AxisLabel(1, $"100 % of the {part}"),
        ]);

    /// <summary>What tells a setting from the others: a name for a row.</summary>
    private static string Short(TrainingRecords records, TrainingSetting setting)
    {
        return records.TitleOf(setting) is not null
            || !records.AreSharing(TrainingParameters.Regularization)
            || !records.AreSharing(TrainingParameters.Optimizer)
            ? TitleOf(records, setting).Replace("no regularization", "none", StringComparison.Ordinal)
            : NameOf(records, setting);
    }

    private static double ShareOf(TrainingSetting setting, string name, bool isByStage) => setting.Networks.Average(network =>
        FeatureStatistics.InactiveShareByScale(
            [.. network.Result.Layers.Where(layer => (isByStage ? StageSparsity.NameOf(layer.Name) : layer.Name) == name)]));
}
