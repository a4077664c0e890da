using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Networks;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>The tables and sentences of a training report.</summary>
internal sealed class TrainingTables(TrainingRecords records)
{
    private const double Scale = 1e-3, LooserScale = 1e-2, Activation = 1e-12, LooserActivation = 1e-4;

    /// <summary>The answer in a sentence: where most and fewest features were lost.</summary>
    public string Answer()
    {
        var (most, least) = (records.Settings.MaxBy(setting => setting.Mean(Sparsity))!, records.Settings.MinBy(setting => setting.Mean(Sparsity))!);
        string Of(TrainingSetting setting) => $"{TitleOf(records, setting)}: {Percent(setting, Sparsity)} of features with |γ| below 1e-3, test error {Percent(setting, result => result.Test.Top1Error)}";
        if (records.Settings.Length > 1 && most.Mean(Sparsity) == 0)
            return "**No setting lost a feature.**";
        return records.Settings.Length == 1 ? $"**{Of(most)}.**" : $"**Most are lost with {Of(most)}.** Fewest with {Of(least)}.";
    }

    /// <summary>Sparsity and error of every setting.</summary>
    public ReportTable Sparsities() => OfSettings(
        ["inactive by γ", "at 1e-2", "by activation", "at 1e-4", "selectivity early", "training error", "test error"],
        setting =>
        [
            Percent(setting, Sparsity), Percent(setting.Mean(result => result.SparsityByScale(LooserScale))),
            Percent(setting, result => result.SparsityByActivation(Activation)), Percent(setting.Mean(result => result.SparsityByActivation(LooserActivation))),
            setting.Mean(FeatureFates.EarlySelectivity) is var early && double.IsFinite(early) ? Percent(early) : "not measured",
            Percent(setting.Mean(result => result.Training.Top1Error)), Percent(setting, result => result.Test.Top1Error),
        ]);

    /// <summary>What pruning leaves of every setting, and what it costs.</summary>
    public ReportTable Pruned() => OfSettings(
        ["test error", "zeroed by γ", "zeroed by activation", "pruned", "parameters", "left", "multiply-adds", "left", "speed"],
        setting =>
        [
            Percent(setting.Mean(result => result.Test.Top1Error)),
            setting.Mean(result => result.ErrorOf(ResultNames.ZeroedByScaleTest)) is var zeroed && double.IsFinite(zeroed) ? Percent(zeroed) : "not measured",
            Percent(setting.Mean(result => result.ErrorOf(ResultNames.ZeroedTest))), Percent(setting.Mean(result => result.ErrorOf(ResultNames.PrunedTest))),
            Say.Count(setting.Mean(result => result.Cost.Parameters)), Percent(setting.Mean(result => (double)result.Costs[ResultNames.PrunedCost].Parameters / result.Cost.Parameters)),
            Say.Count(setting.Mean(result => result.Cost.MultiplyAdds)), Percent(setting.Mean(result => (double)result.Costs[ResultNames.PrunedCost].MultiplyAdds / result.Cost.MultiplyAdds)),
            Speed(setting),
        ]);

    /// <summary>Everything of every training.</summary>
    public ReportTable All()
    {
        var networks = records.Settings.SelectMany(setting => setting.Networks).ToList();
        return new ReportTable(
            [
                .. records.Varied.Select(parameter => parameter.Key), "seed", "inactiveByScale", "inactiveByScale1e-2", "inactiveByActivation", "inactiveByActivation1e-4", "trainingError", "trainingTop5Error", "trainingLoss",
                "testError", "testTop5Error", "testLoss", "zeroedByScaleTestError", "zeroedTestError", "prunedTestError", "parameters", "prunedParameters", "multiplyAdds", "prunedMultiplyAdds", "selectivity", "classSelectivity", "earlySelectivity",
            ],
            [.. networks.Select(Row)], records.Varied.Length);

        ImmutableArray<string> Row(TrainedNetwork network)
        {
            var (trial, result) = (network.Trial, network.Result);
            double[] numbers =
            [
                trial.Seed, Sparsity(result), result.SparsityByScale(LooserScale), result.SparsityByActivation(Activation), result.SparsityByActivation(LooserActivation),
                result.Training.Top1Error, result.Training.Top5Error, result.Training.Loss, result.Test.Top1Error, result.Test.Top5Error, result.Test.Loss,
                result.ErrorOf(ResultNames.ZeroedByScaleTest), result.ErrorOf(ResultNames.ZeroedTest), result.ErrorOf(ResultNames.PrunedTest), result.Cost.Parameters, result.Costs[ResultNames.PrunedCost].Parameters, result.Cost.MultiplyAdds, result.Costs[ResultNames.PrunedCost].MultiplyAdds,
                Mean(result.Layers.SelectMany(layer => layer.Selectivity)), Mean(result.Layers.SelectMany(layer => layer.ClassSelectivity)), FeatureFates.EarlySelectivity(result),
            ];
            return [.. records.Varied.Select(trial.TextOf), .. numbers.Select(number => number.ToString("G6", CultureInfo.InvariantCulture))];
        }
    }

    /// <summary>What became of trainings that were not completed; empty where all were.</summary>
    public string NotCompleted() => records.Others.IsEmpty
        ? ""
        : $"## Not completed\n\n{string.Concat(records.Others.Select(other => $"* {other.Trial.NameBy(records.Varied)}: {other.Reason}\n"))}\n";

    /// <summary>The share of features with |γ| below the paper's threshold.</summary>
    public static double Sparsity(TrainingResult result) => result.SparsityByScale(Scale);

    private ReportTable OfSettings(ImmutableArray<string> columns, Func<TrainingSetting, ImmutableArray<string>> cells) => new(
        [.. records.Varied.Select(parameter => parameter.Label), .. columns],
        [.. records.Settings.Select(setting => ImmutableArray.CreateRange(
            [.. records.Varied.Select(parameter => CellOf(parameter, setting.Shared)), .. cells(setting)]))],
        records.Varied.Length);

    /// <summary>How many times as fast the pruned network classifies: measured, so that another run of the same trial would say another number.</summary>
    private static string Speed(TrainingSetting setting)
    {
        double[] ratios = [.. setting.Networks.Where(network => network.Measured.ContainsKey("prunedInferenceSeconds")).Select(network => network.Measured["inferenceSeconds"] / network.Measured["prunedInferenceSeconds"])];
        return ratios.Length == 0 ? "not measured" : $"{ratios.Average().ToString("0.00", CultureInfo.InvariantCulture)}×";
    }

    private static double Mean(IEnumerable<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
