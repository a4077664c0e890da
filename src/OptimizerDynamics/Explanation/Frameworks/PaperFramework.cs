using static OptimizerDynamics.FrameworkParts;

namespace OptimizerDynamics;

/// <summary>The paper's terms, which are those of the catalog: settings files of this project.</summary>
internal static class PaperFramework
{
    private static readonly Citation _paper = new("Mehta, Kim and Theobalt 2019, arXiv 1811.12495", "");

    /// <summary>The description, made of the catalog.</summary>
    public static Framework Framework { get; } = new(
        "paper", "the paper, and this project", [.. OptimizerCatalog.All.Select(Of)],
        (rate, schedule, iterations) => new ScheduledRate(rate, Line(schedule, iterations)))
    {
        IsSettingsFile = true,
    };

    private static FrameworkOptimizer Of(NamedOptimizer optimizer)
    {
        var isScaledByRate = optimizer.Name == "adamw";
        return new FrameworkOptimizer(
            optimizer.Name, isScaledByRate ? "adam" : optimizer.Name, optimizer.Name,
            [
                .. optimizer.Settings.Where(setting => CommonSettings.RegularizationOf(setting.Key) == Regularization.None)
                    .Select(setting => new FrameworkArgument(setting.Key, setting.Key, setting.Default)),
            ],
            _paper)
        {
            L2 = new DecayArgument(CommonSettings.L2.Key, CommonSettings.L2.Key, 0, _paper),
            WeightDecay = new DecayArgument(
                CommonSettings.WeightDecay.Key, CommonSettings.WeightDecay.Key,
                optimizer.Settings.First(setting => setting.Key == CommonSettings.WeightDecay.Key).Default, _paper)
            {
                Scaling = isScaledByRate ? DecayScaling.LearningRate : DecayScaling.Schedule,
            },
        };
    }

    private static string? Line(Schedule schedule, long iterations)
    {
        if (DropsOf(schedule, iterations) is { } drops)
            return $"schedule: {{kind: steps, at: [{Joined(drops.At)}], factor: {SettingText.Of(drops.Factor)}}}";
        return schedule switch
        {
            ConstantSchedule => null,
            CosineSchedule { Floor: 0 } => "schedule: cosine",
            CosineSchedule cosine => $"schedule: {{kind: cosine, floor: {SettingText.Of(cosine.Floor)}}}",
            InverseTimeDecay decay => $"schedule: {{kind: inverseTime, rate: {SettingText.Of(decay.Rate)}}}",
            LinearWarmUp { Then.IsIdentity: true } warmUp => $"schedule: {{kind: warmup, length: {warmUp.Length}}}",
            LinearWarmUp warmUp => $"schedule: {{kind: warmup, length: {warmUp.Length}, then: {Line(warmUp.Then, iterations)![10..]}}}",
            _ => $"# schedule: {schedule}",
        };
    }
}
