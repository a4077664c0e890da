using System.Collections.Immutable;
using System.Globalization;
using static OptimizerDynamics.FrameworkParts;

namespace OptimizerDynamics;

/// <summary>MosaicML Composer: two optimizers whose decay follows the schedule but not the learning rate, as the paper's does.</summary>
internal static class ComposerFramework
{
    private static readonly Citation _source =
        new("mosaicml/composer: composer/optim/decoupled_weight_decay.py", "6405188805a0");

    /// <summary>The description.</summary>
    public static Framework Framework { get; } = new(
        "composer", "MosaicML Composer", All(), Scheduled)
    {
        First = "params",
        Remark = "it takes any optimizer of PyTorch's too",
    };

    private static ImmutableArray<FrameworkOptimizer> All() =>
    [
        Of("sgd", "sgd", "DecoupledSGDW",
            [
                Rate("lr", double.NaN), new("momentum", "momentum", 0), new("dampening", "dampening", 0), new("nesterov", "nesterov", 0),
            ],
            0),
        Of("adamw", "adam", "DecoupledAdamW", [Rate("lr", 1e-3), Betas("betas", 0.9, 0.95), new("eps", "epsilon", 1e-8)], 1e-5),
        Of("amsgrad", "amsgrad", "DecoupledAdamW", [Rate("lr", 1e-3), Betas("betas", 0.9, 0.95), new("eps", "epsilon", 1e-8)], 1e-5)
            with { Extra = "amsgrad=True" },
    ];

    private static FrameworkOptimizer Of(
        string name, string rule, string call, ImmutableArray<FrameworkArgument> arguments, double decay) =>
        new(name, rule, $"composer.optim.{call}", arguments, _source)
        {
            WeightDecay = new DecayArgument(CommonSettings.WeightDecay.Key, "weight_decay", decay, _source)
            {
                Scaling = DecayScaling.Schedule,
            },
        };

    private static ScheduledRate Scheduled(string rate, Schedule schedule, long iterations)
    {
        const string Package = "composer.optim";
        if (schedule.IsIdentity)
            return new ScheduledRate(rate);
        if (DropsOf(schedule, iterations) is { } drops)
        {
            var at = string.Join(", ", drops.At.Select(iteration => $"'{iteration.ToString(CultureInfo.InvariantCulture)}ba'"));
            return new ScheduledRate(rate, $"{Package}.MultiStepScheduler(milestones=[{at}], gamma={SettingText.Of(drops.Factor)})");
        }

        return new ScheduledRate(rate, schedule is CosineSchedule cosine
            ? $"{Package}.CosineAnnealingScheduler(t_max='{iterations.ToString(CultureInfo.InvariantCulture)}ba', "
                + $"alpha_f={SettingText.Of(cosine.Floor)})"
            : $"# a scheduler for Trainer: lambda state: with t = state.timestamp.batch.value, {Multiplier(schedule, iterations)}");
    }
}
