using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Reports;

/// <summary>What a training was, in words.</summary>
internal static class TrainingText
{
    private const int ManyFactors = 5;

    /// <summary>What titles say in words of their own: optimizer, regularization and λ.</summary>
    public static TrialParameter[] InWords => [TrainingParameters.Optimizer, TrainingParameters.Regularization, TrainingParameters.Lambda];

    /// <summary>What all trainings share, for captions.</summary>
    public static string Caption(TrainingRecords records)
    {
        var shared = records.Settings[0].Shared;
        IEnumerable<string> Of(CaptionPart part) => shared.Values.Registry.Parameters
            .Where(parameter => parameter.CaptionPart == part && records.AreSharing(parameter)).OrderBy(parameter => parameter.CaptionRank)
            .Select(parameter => parameter.CaptionOf(shared.Values)).Where(words => words.Length > 0);
        var seeds = records.Settings.Max(setting => setting.Networks.Length);
        string[] parts =
        [
            string.Join(' ', Of(CaptionPart.Network)), string.Join(", ", Of(CaptionPart.Images)), .. Of(CaptionPart.Training),
            IsRegularizationShared(records) ? RegularizationOf(shared) : "",
            records.AreSharing(TrainingParameters.Schedule) ? Drops(shared.Schedule) : "", seeds == 1 ? "one seed" : $"{seeds} seeds",
        ];
        return $"{string.Join("; ", parts.Where(part => part.Length > 0))}. {Rates(records)}";
    }

    /// <summary>What tells a setting from the others, without parameters that are said elsewhere. Where many things are varied, one or two at a time, what
    /// most settings have is not said either.</summary>
    public static string NameOf(TrainingRecords records, TrainingSetting setting, params TrialParameter?[] without)
    {
        var values = setting.Shared.Values;
        bool IsUsual(TrialParameter parameter) => records.Varied.Length > ManyFactors
            && records.Settings.Count(other => parameter.AreEqual(other.Shared.Values, values)) * 2 > records.Settings.Length;
        return string.Join(", ", records.Varied
            .Where(parameter => !without.Contains(parameter) && parameter.TextOf(values) != TrialParameter.Nothing && !IsUsual(parameter))
            .Select(parameter => parameter.Titled(CellOf(parameter, setting.Shared))));
    }

    /// <summary>A value as tables of a page write it: an optimizer has a title there.</summary>
    public static string CellOf(TrialParameter parameter, TrainingTrial trial) =>
        parameter == TrainingParameters.Optimizer ? Theme.TitleOf(trial.Optimizer.Name) : trial.TextOf(parameter);

    /// <summary>A setting as the title of a panel: <c>Adam, L2 1e-3</c>.</summary>
    public static string TitleOf(TrainingRecords records, TrainingSetting setting)
    {
        var others = NameOf(records, setting, InWords);
        return $"{Theme.TitleOf(setting.Shared.Optimizer.Name)}, {RegularizationOf(setting.Shared)}{(others.Length > 0 ? $", {others}" : "")}";
    }

    /// <summary>The same, without optimizer and regularization where all settings have the same and differ in something else: the caption says those.</summary>
    public static string PanelTitleOf(TrainingRecords records, TrainingSetting setting)
    {
        var others = NameOf(records, setting, InWords);
        return others.Length > 0 && records.AreSharing(TrainingParameters.Optimizer) && IsRegularizationShared(records) ? others : TitleOf(records, setting);
    }

    /// <summary>A regularization and its λ: <c>L2 1e-3</c>.</summary>
    public static string RegularizationOf(TrainingTrial trial) => trial.Regularization switch
    {
        Regularization.L2 => $"L2 {Say.Setting(trial.Lambda)}",
        Regularization.WeightDecay => $"WD {Say.Setting(trial.Lambda)}",
        _ => "no regularization",
    };

    /// <summary>A share: 12.3 %.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A mean and what lies around it: 12.3 % (11.9–12.6).</summary>
    public static string Percent(TrainingSetting setting, Func<TrainingResult, double> measure)
    {
        var (low, high) = setting.Range(measure);
        return setting.Networks.Length == 1
            ? Percent(setting.Mean(measure))
            : string.Create(CultureInfo.InvariantCulture, $"{Percent(setting.Mean(measure))} ({100 * low:0.0}–{100 * high:0.0})");
    }

    private static bool IsRegularizationShared(TrainingRecords records) =>
        records.AreSharing(TrainingParameters.Regularization) && records.AreSharing(TrainingParameters.Lambda);

    private static string Drops(Schedule schedule) => schedule switch
    {
        FractionDrops drops => $"learning rate × {Say.Setting(drops.Factor)} at {string.Join(", ", drops.At.Select(fraction => $"{Math.Round(100 * fraction)} %"))}",
        _ => schedule == Schedule.Constant ? "" : $"schedule {schedule}",
    };

    private static string Rates(TrainingRecords records)
    {
        if (!records.AreSharing(TrainingParameters.LearningRate))
            return "";
        var rates = records.Settings.Select(setting => setting.Shared).DistinctBy(trial => trial.Optimizer)
            .Select(trial => $"{Theme.TitleOf(trial.Optimizer.Name)} {Say.Setting(trial.Settings.GetValueOrDefault("lr"))}");
        return $"Learning rate: {string.Join(", ", rates)}.";
    }
}
