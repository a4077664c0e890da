using System.Collections.Immutable;
using System.Globalization;
using static OptimizerDynamics.FrameworkParts;

namespace OptimizerDynamics;

/// <summary>PyTorch 2: <c>torch.optim</c>. The rules here are its own, to the letter.</summary>
internal static class PyTorchFramework
{
    private const string ByHand =
        "{1}\n# before every step, since it has no decoupled decay:\nwith torch.no_grad():\n    for p in params: p.mul_(1 - {0})";

    private const string ByScheduledHand =
        "{1}\n# before every step, since it has no decoupled decay:\nwith torch.no_grad():\n"
            + "    for p in params: p.mul_(1 - {0} * optimizer.param_groups[0]['lr'] / {2})";

    /// <summary>The description.</summary>
    public static Framework Framework { get; } = new("pytorch", "PyTorch 2 (torch.optim)", All(), Scheduled) { First = "params" };

    private static ImmutableArray<FrameworkOptimizer> All() =>
    [
        Of("sgd", "sgd", "SGD",
            [
                Rate("lr", 1e-3), new("momentum", "momentum", 0), new("dampening", "dampening", 0), new("nesterov", "nesterov", 0),
            ]),
        Of("adam", "adam", "Adam", [Rate("lr", 1e-3), Betas("betas", 0.9, 0.999), Epsilon(1e-8)]),
        Decoupled("adamw", "adam", "AdamW", [Rate("lr", 1e-3), Betas("betas", 0.9, 0.999), Epsilon(1e-8)], 1e-2, ""),
        Of("amsgrad", "amsgrad", "Adam", [Rate("lr", 1e-3), Betas("betas", 0.9, 0.999), Epsilon(1e-8)]) with { Extra = "amsgrad=True" },
        Decoupled(
            null, "amsgrad", "AdamW", [Rate("lr", 1e-3), Betas("betas", 0.9, 0.999), Epsilon(1e-8)], 1e-2, "amsgrad=True"),
        Of("adamax", "adamax", "Adamax", [Rate("lr", 2e-3), Betas("betas", 0.9, 0.999), Epsilon(1e-8)]),
        Of("rmsprop", "rmsprop", "RMSprop",
            [
                Rate("lr", 1e-2), new("alpha", "alpha", 0.99), Epsilon(1e-8), new("momentum", "momentum", 0),
                new("centered", "centered", 0),
            ]),
        Of("adagrad", "adagrad", "Adagrad",
            [
                Rate("lr", 1e-2), new("lr_decay", "lrDecay", 0), new("initial_accumulator_value", "initialAccumulator", 0), Epsilon(1e-10),
            ]),
        Of("adadelta", "adadelta", "Adadelta", [Rate("lr", 1), new("rho", "rho", 0.9), Epsilon(1e-6)]),
        Of("nadam", "nadam", "NAdam",
            [Rate("lr", 2e-3), Betas("betas", 0.9, 0.999), Epsilon(1e-8), new("momentum_decay", "momentumDecay", 4e-3)]),
        Decoupled(
            null, "nadam", "NAdam",
            [Rate("lr", 2e-3), Betas("betas", 0.9, 0.999), Epsilon(1e-8), new("momentum_decay", "momentumDecay", 4e-3)], 0,
            "decoupled_weight_decay=True"),
        Of("radam", "radam", "RAdam", [Rate("lr", 1e-3), Betas("betas", 0.9, 0.999), Epsilon(1e-8)]),
        Decoupled(
            null, "radam", "RAdam", [Rate("lr", 1e-3), Betas("betas", 0.9, 0.999), Epsilon(1e-8)], 0, "decoupled_weight_decay=True"),
    ];

    private static FrameworkArgument Epsilon(double otherwise) => new("eps", "epsilon", otherwise);

    private static Citation Page(string name) => new($"https://docs.pytorch.org/docs/stable/generated/torch.optim.{name}.html", "");

    /// <summary>An optimizer whose <c>weight_decay</c> is coupled; decoupled decay is done by hand.</summary>
    private static FrameworkOptimizer Of(string name, string rule, string call, ImmutableArray<FrameworkArgument> arguments) =>
        new(name, rule, $"torch.optim.{call}", arguments, Page(call))
        {
            L2 = new DecayArgument(CommonSettings.WeightDecay.Key, "weight_decay", 0, Page(call)),
            WeightDecay = new DecayArgument(null, "p.mul_(1 - λ)", 0, Page(call))
            {
                GoesWithOther = false,
                Scaling = DecayScaling.Nothing,
                Spelling = DecaySpelling.Around,
                Template = ByHand,
                ScheduledTemplate = ByScheduledHand,
            },
        };

    private static FrameworkOptimizer Decoupled(
        string? name, string rule, string call, ImmutableArray<FrameworkArgument> arguments, double otherwise, string extra) =>
        new(name, rule, $"torch.optim.{call}", arguments, Page(call))
        {
            WeightDecay = new DecayArgument(CommonSettings.WeightDecay.Key, "weight_decay", otherwise, Page(call)),
            Extra = extra,
        };

    private static ScheduledRate Scheduled(string rate, Schedule schedule, long iterations)
    {
        const string Package = "torch.optim.lr_scheduler";
        if (schedule.IsIdentity)
            return new ScheduledRate(rate);
        if (DropsOf(schedule, iterations) is { } drops)
            return new ScheduledRate(
                rate, $"{Package}.MultiStepLR(optimizer, milestones=[{Joined(drops.At)}], gamma={SettingText.Of(drops.Factor)})");
        return new ScheduledRate(rate, schedule is CosineSchedule cosine
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Package}.CosineAnnealingLR(optimizer, "
                    + $"T_max={iterations}{(cosine.Floor == 0 ? "" : $", eta_min={SettingText.Of(cosine.Floor)} * {rate}")})")
            : $"{Package}.LambdaLR(optimizer, lambda t: {Multiplier(schedule, iterations)})");
    }
}
