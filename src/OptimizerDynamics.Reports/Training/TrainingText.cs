using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Reports;

/// <summary>What a training was, in words.</summary>
internal static class TrainingText
{
    private const int ManyFactors = 5;

    /// <summary>What all trainings share, for captions.</summary>
    public static string Caption(TrainingRecords records)
    {
        var shared = records.Settings[0].Shared;
        string Unless(string key, string words) => IsShared(records, key) ? words : "";
        var network = Unless("network", NetworkName(shared.Network)) + Unless("width", shared.Width.Equals(1) ? "" : $" of width {Say.Setting(shared.Width)}");
        string[] images =
        [
            Unless("data", shared.Data), Unless("classes", shared.Classes == 0 ? "" : $"{shared.Classes} classes"), Unless("images", shared.Images == 0 ? "" : $"{Say.Count(shared.Images)} images"),
            Unless("size", shared.Size == 0 ? "" : $"{shared.Size} × {shared.Size} pixels"),
        ];
        var length = Unless("iterations", shared.Iterations == 0 ? "" : $"{Say.Count(shared.Iterations)} iterations") + Unless("epochs", shared.Epochs == 0 ? "" : $"{shared.Epochs} epochs");
        var seeds = records.Settings.Max(setting => setting.Networks.Length);
        string[] parts =
        [
            network, string.Join(", ", images.Where(part => part.Length > 0)), Unless("augment", shared.Augment == "none" ? "" : shared.Augment), Unless("batchSize", $"mini-batch {shared.BatchSize}"), length,
            IsRegularizationShared(records) ? RegularizationOf(shared) : "", Drops(shared.Schedule), seeds == 1 ? "one seed" : $"{seeds} seeds",
        ];
        return $"{string.Join("; ", parts.Where(part => part.Length > 0))}. {Rates(records)}";
    }

    /// <summary>What tells a setting from the others, without factors that are said elsewhere. Where many things are varied, one or two at a time, what most settings have is not said either.</summary>
    public static string NameOf(TrainingRecords records, TrainingSetting setting, params string[] without)
    {
        bool IsUsual(TrainingFactor factor) => records.Varied.Length > ManyFactors
            && records.Settings.Count(other => factor.Of(other.Shared) == factor.Of(setting.Shared)) * 2 > records.Settings.Length;
        return string.Join(", ", records.Varied.Where(factor => !without.Contains(factor.Key) && factor.Of(setting.Shared) != "–" && !IsUsual(factor)).Select(factor => Word(factor, setting.Shared)));
    }

    /// <summary>A setting as the title of a panel: <c>Adam, L2 1e-3</c>.</summary>
    public static string TitleOf(TrainingRecords records, TrainingSetting setting)
    {
        var others = NameOf(records, setting, "optimizer", "regularization", "lambda");
        return $"{Theme.TitleOf(setting.Shared.Optimizer.Name)}, {RegularizationOf(setting.Shared)}{(others.Length > 0 ? $", {others}" : "")}";
    }

    /// <summary>The same, without optimizer and regularization where all settings have the same and differ in something else: the caption says those.</summary>
    public static string PanelTitleOf(TrainingRecords records, TrainingSetting setting)
    {
        var others = NameOf(records, setting, "optimizer", "regularization", "lambda");
        return others.Length > 0 && IsShared(records, "optimizer") && IsRegularizationShared(records) ? others : TitleOf(records, setting);
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

    private static bool IsShared(TrainingRecords records, string key) => records.Varied.All(factor => factor.Key != key);

    private static bool IsRegularizationShared(TrainingRecords records) => IsShared(records, "regularization") && IsShared(records, "lambda");

    private static string Drops(Schedule schedule) => schedule switch
    {
        FractionDrops drops => $"learning rate × {Say.Setting(drops.Factor)} at {string.Join(", ", drops.At.Select(fraction => $"{Math.Round(100 * fraction)} %"))}",
        _ => schedule == Schedule.Constant ? "" : $"schedule {schedule}",
    };

    private static string Rates(TrainingRecords records)
    {
        if (records.Varied.Any(factor => factor.Key == "lr"))
            return "";
        var rates = records.Settings.Select(setting => setting.Shared).DistinctBy(trial => trial.Optimizer).Select(trial => $"{Theme.TitleOf(trial.Optimizer.Name)} {Say.Setting(trial.Settings.GetValueOrDefault("lr"))}");
        return $"Learning rate: {string.Join(", ", rates)}.";
    }

    private static string NetworkName(string network) => network switch { "basicnet" => "BasicNet", "vgg11" => "VGG-11", "vgg16" => "VGG-16", "resnet50" or "resnet50-large" => "ResNet-50", _ => network };

    private static string Word(TrainingFactor factor, TrainingTrial trial) => factor.Key switch
    {
        "optimizer" => Theme.TitleOf(trial.Optimizer.Name),
        "data" or "size" or "network" or "augment" or "regularization" => factor.Of(trial),
        "lambda" => $"λ = {factor.Of(trial)}",
        _ => $"{factor.Name} {factor.Of(trial)}",
    };
}
