using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>The tables and sentences of a training report.</summary>
/// <param name="records">The trainings.</param>
/// <param name="measures">The measures that are columns of its tables (<see cref="Measure.FeatureColumn"/>,
/// <see cref="Measure.PruningColumn"/>).</param>
internal sealed class TrainingTables(TrainingRecords records, IReadOnlyList<Measure> measures)
{
    private const int MostLayers = 20;

    /// <summary>The answer in a sentence: where most and fewest features were lost.</summary>
    public string Answer()
    {
        var settings = records.WithScale.Settings;
        if (settings.IsEmpty)
            return "**Without normalization features have no γ: what was lost is said by activation.**";
        var sparsity = SparsityByScale.Paper;
        var most = settings.MaxBy(setting => setting.Mean(sparsity))!;
        var least = settings.MinBy(setting => setting.Mean(sparsity))!;
        string Of(TrainingSetting setting) =>
            $"{TitleOf(records, setting)}: {Cell(setting, sparsity, true)} have |γ| below 1e-3; "
            + $"the test error is {Cell(setting, ClassificationError.Test, true)}";
        if (settings.Length > 1 && most.Mean(sparsity) == 0)
            return "**No setting lost a feature.**";
        return settings.Length == 1
            ? $"**Features lost with {Of(most)}.**"
            : $"**Most features are lost with {Of(most)}.** Fewest are lost with {Of(least)}.";
    }

    /// <summary>What every setting lost and learned.</summary>
    public ReportTable Sparsities() => OfSettings(measure => measure.FeatureColumn, hasRanges: true);

    /// <summary>How selective the active features of each layer are at the end; no rows where networks differ in their layers, or have more
    /// than fit beside each other.</summary>
    public ReportTable Selectivities()
    {
        var settings = records.WithScale.Settings;
        string[] layers = settings.IsEmpty ? [] : [.. settings[0].Layers];
        var isDrawn = layers.Length <= MostLayers && settings.All(setting => setting.Layers.SequenceEqual(layers));
        return new ReportTable(
            [.. Headings(records), .. layers],
            isDrawn
                ? [.. settings.Select(setting => CellsOf(records, setting).AddRange(layers.Select(layer => Active(setting, layer))))]
                : [],
            Headings(records).Length);

        static string Active(TrainingSetting setting, string layer)
        {
            var measure = ActiveFeatures.Selectivity(layer);
            double[] known = [.. setting.Networks.Select(network => measure.Of(network.Result)).Where(double.IsFinite)];
            return known.Length == 0 ? "none active"
                : known.Length == setting.Networks.Length ? Percent(known.Average())
                : $"{Percent(known.Average())} in {known.Length} of {setting.Networks.Length}";
        }
    }

    /// <summary>What decay alone makes of a γ in the settings that decay; no rows where none does.</summary>
    public ReportTable Silent()
    {
        return new ReportTable(
            [.. Headings(records), "iterations", "a γ without any gradient", "|γ| that a steady gradient holds"],
            [.. records.WithScale.Settings.Where(setting => setting.Shared.Chain.AddsDecay && LengthOf(setting) > 0).Select(Row)],
            Headings(records).Length);

        static long LengthOf(TrainingSetting setting) => setting.Networks[0].Result.Curve is [.., var last] ? last.Iteration : 0;

        ImmutableArray<string> Row(TrainingSetting setting)
        {
            var (trial, iterations) = (setting.Shared, LengthOf(setting));
            var silent = SilentParameter.Under(
                trial.Chain, ParameterKinds.NormScale, iterations, trial.ValueOf(TrainingParameters.ScaleRescaling));
            var held = trial.Regularization == Regularization.WeightDecay
                ? SilentParameter.SteadyStep(trial.Chain, ParameterKinds.NormScale) / trial.Lambda : null;
            return
            [
                .. CellsOf(records, setting), Say.Count(iterations),
                silent.Gone is { } gone ? $"first below 1e-3 at {Say.Count(gone)}" : $"ends at {Say.Setting(silent.AtEnd)}",
                held is { } size ? $"{Say.Setting(size)} = α/λ" : "–",
            ];
        }
    }

    /// <summary>What pruning leaves of every setting, and what it costs.</summary>
    public ReportTable Pruned() => OfSettings(measure => measure.PruningColumn, hasRanges: false);

    /// <summary>Everything of every training; what no training has is left out.</summary>
    public ReportTable All()
    {
        Measure[] columns = [.. measures.Where(measure => measure.IsInTrials && IsMeasured(measure))];
        return new ReportTable(
            [.. records.Varied.Select(parameter => parameter.Key), "seed", .. columns.Select(measure => measure.Name)],
            [.. records.Settings.SelectMany(setting => setting.Networks).Select(Row)], records.Varied.Length);

        ImmutableArray<string> Row(TrainedNetwork network) =>
        [
            .. records.Varied.Select(network.Trial.TextOf), network.Trial.Seed.ToString(CultureInfo.InvariantCulture),
            .. columns.Select(measure => measure.Of(network.Result).ToString("G6", CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>What became of trainings that were not completed; empty where all were.</summary>
    public string NotCompleted()
    {
        var others = records.Others.Select(other => $"* {other.Trial.NameBy(records.Varied)}: {other.Reason}\n");
        return records.Others.IsEmpty ? "" : $"## Not completed\n\n{string.Concat(others)}\n";
    }

    private bool IsMeasured(Measure measure) =>
        records.Settings.Any(setting => setting.Networks.Any(network => double.IsFinite(measure.Of(network.Result))));

    private ReportTable OfSettings(Func<Measure, int?> columnOf, bool hasRanges)
    {
        Measure[] columns =
            [.. measures.Where(measure => columnOf(measure) is not null && IsMeasured(measure)).OrderBy(measure => columnOf(measure))];
        return new ReportTable(
            [.. Headings(records), .. columns.Select(measure => measure.Label)], [.. records.Settings.Select(Row)],
            Headings(records).Length);

        ImmutableArray<string> Row(TrainingSetting setting) =>
        [
            .. CellsOf(records, setting),
            .. columns.Select(measure => Cell(setting, measure, hasRanges)),
        ];
    }
}
