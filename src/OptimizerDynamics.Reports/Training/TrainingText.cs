using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Reports;

/// <summary>Settings and values of trainings in words: captions, titles, cells of tables.</summary>
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

    /// <summary>What tells a setting from the others, without parameters that are said elsewhere. Where many things are varied, one or two
    /// at a time, what most settings have is not said either.</summary>
    public static string NameOf(TrainingRecords records, TrainingSetting setting, params TrialParameter?[] without)
    {
        var values = setting.Shared.Values;
        bool IsUsual(TrialParameter parameter) => records.Varied.Length > ManyFactors
            && records.Settings.Count(other => parameter.AreEqual(other.Shared.Values, values)) * 2 > records.Settings.Length;
        // What a network is pruned by says nothing of how it was trained, and is said where branches are shown.
        return string.Join(", ", records.Varied
            .Where(parameter =>
                parameter != TrainingParameters.Prune
                    && !without.Contains(parameter)
                    && parameter.TextOf(values) != TrialParameter.Nothing
                    && !IsUsual(parameter))
            .Select(parameter => parameter.Titled(CellOf(parameter, setting.Shared))));
    }

    /// <summary>A value as tables of a page write it: an optimizer has a title there.</summary>
    public static string CellOf(TrialParameter parameter, TrainingTrial trial) =>
        parameter == TrainingParameters.Optimizer ? Theme.TitleOf(trial.Optimizer.Name) : trial.TextOf(parameter);

    /// <summary>The headings of a page's table that tell settings apart: the varied parameters, or one for the study's own names.</summary>
    public static ImmutableArray<string> Headings(TrainingRecords records) =>
        records.AreTitled ? ["setting"] : [.. records.Varied.Select(parameter => parameter.Label)];

    /// <summary>The cells below <see cref="Headings"/>.</summary>
    public static ImmutableArray<string> CellsOf(TrainingRecords records, TrainingSetting setting) =>
        records.AreTitled ? [TitleOf(records, setting)] : [.. records.Varied.Select(parameter => CellOf(parameter, setting.Shared))];

    /// <summary>A setting as the title of a panel: <c>Adam, L2 1e-3</c>.</summary>
    public static string TitleOf(TrainingRecords records, TrainingSetting setting)
    {
        if (records.TitleOf(setting) is { } given)
            return given;
        var others = NameOf(records, setting, InWords);
        var title = $"{Theme.TitleOf(setting.Shared.Optimizer.Name)}, {RegularizationOf(setting.Shared)}";
        return others.Length > 0 ? $"{title}, {others}" : title;
    }

    /// <summary>The optimizer of a setting, and what else differs but its regularization: <c>Adam, mini-batch 40</c>.</summary>
    public static string OptimizerAndOthers(TrainingRecords records, TrainingSetting setting)
    {
        var others = NameOf(records, setting, InWords);
        return $"{Theme.TitleOf(setting.Shared.Optimizer.Name)}{(others.Length > 0 ? $", {others}" : "")}";
    }

    /// <summary>A setting as the title of a panel, without optimizer and regularization where all settings have the same and differ in
    /// something else: the caption says those.</summary>
    public static string PanelTitleOf(TrainingRecords records, TrainingSetting setting)
    {
        var others = NameOf(records, setting, InWords);
        return records.TitleOf(setting) is null
            && others.Length > 0
            && records.AreSharing(TrainingParameters.Optimizer)
            && IsRegularizationShared(records)
            ? others
            : TitleOf(records, setting);
    }

    /// <summary>A regularization and its λ: <c>L2 1e-3</c>.</summary>
    public static string RegularizationOf(TrainingTrial trial) => trial.Regularization == Regularization.None
        ? Theme.TitleOf(Regularization.None)
        : $"{trial.TextOf(TrainingParameters.Regularization)} {Say.Setting(trial.Lambda)}";

    /// <summary>How to see the images that were drawn for the trainings; empty where none were.</summary>
    public static string Images(TrainingRecords records)
    {
        const string Drawn = "objects-";
        string[] commands =
        [
            .. records.Settings.Select(setting => setting.Shared).Where(trial => trial.Data.StartsWith(Drawn, StringComparison.Ordinal))
                .Select(trial => $"`optdyn data render --out images.png --background {trial.Data[Drawn.Length..]}{SizeOf(trial)}`")
                .Distinct().Order(StringComparer.Ordinal),
        ];
        return commands.Length == 0 ? "" : $"## The images\n\nThis draws examples of every class: {string.Join(" and ", commands)}.\n\n";
    }

    private static string SizeOf(TrainingTrial trial) => trial.Size == 0 ? "" : $" --size {trial.Size}";

    /// <summary>A share: 12.3 %.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A measure's mean over the seeds, as its unit is written, and what lies around it where that is wanted: 12.3 %
    /// (11.9–12.6).</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="measure">The measure.</param>
    /// <param name="hasRange">Whether the lowest and the highest are written where the measure has them
    /// (<see cref="Measure.HasRange"/>).</param>
    public static string Cell(TrainingSetting setting, Measure measure, bool hasRange)
    {
        var mean = setting.Mean(measure);
        if (!double.IsFinite(mean))
            return setting.HasScale ? "not measured" : TrialParameter.Nothing;
        var (low, high) = setting.Range(measure);
        var range = hasRange && measure.HasRange && setting.Networks.Length > 1
            ? string.Create(CultureInfo.InvariantCulture, $" ({100 * low:0.0}–{100 * high:0.0})")
            : "";
        return measure.Unit switch
        {
            MeasureUnit.Share => Percent(mean) + range,
            MeasureUnit.Count => Say.Count(mean),
            MeasureUnit.Ratio => $"{mean.ToString("0.00", CultureInfo.InvariantCulture)}×",
            _ => mean.ToString("G4", CultureInfo.InvariantCulture),
        };
    }

    private static bool IsRegularizationShared(TrainingRecords records) =>
        records.AreSharing(TrainingParameters.Regularization) && records.AreSharing(TrainingParameters.Lambda);

    private static string Drops(Schedule schedule) => schedule switch
    {
        FractionDrops drops =>
            $"learning rate × {Say.Setting(drops.Factor)} "
            + $"at {string.Join(", ", drops.At.Select(fraction => $"{Math.Round(100 * fraction)} %"))}",
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
