using System.Collections.Immutable;
using System.Globalization;
using static OptimizerDynamics.FrameworkParts;

namespace OptimizerDynamics;

/// <summary>optax 0.2: chains of transformations, of which <c>add_decayed_weights</c> is the same as here.</summary>
internal static class OptaxFramework
{
    private const string Seen = "2edbcbe2390d";

    private static readonly Citation _alias = File("_src/alias.py"), _transform = File("_src/transform.py");
    private static readonly Citation _adding = File("transforms/_adding.py");

    /// <summary>optax's <c>nadam</c> has β₁ from the first step: ours with a ψ at which 0.96^ψ is 0 in any precision.</summary>
    private const double AtOnce = 1e6;

    /// <summary>The description.</summary>
    public static Framework Framework { get; } = new("optax", "optax 0.2 (JAX)", All(), Scheduled);

    private static ImmutableArray<FrameworkOptimizer> All() =>
    [
        // optax.sgd scales by the learning rate behind the trace, as torch.optim does.
        Of("sgd", "sgd", [Rate("learning_rate", double.NaN), new("momentum", "momentum", 0), new("nesterov", "nesterov", 0)]) with
        {
            Fixed = Always(("dampening", 0)),
        },
        Of("adam", "adam", [Rate("learning_rate", double.NaN), .. Moments(1e-8)]),
        WithDecay("adamw", "adam", "adamw", [Rate("learning_rate", double.NaN), .. Moments(1e-8)], 1e-4),
        Of("amsgrad", "amsgrad", [Rate("learning_rate", double.NaN), .. Moments(1e-8)]) with
        {
            Differences =
            [
                new(
                    "the maximum is taken of v freed of its bias, here of v itself: a large first gradient stays in it for good", _ => true,
                    _transform),
            ],
        },
        Of("adamax", "adamax", [Rate("learning_rate", double.NaN), .. Moments(1e-8)]),
        WithDecay(null, "adamax", "adamaxw", [Rate("learning_rate", double.NaN), .. Moments(1e-8)], 1e-4),
        RmsProp(null) with { Extra = "eps_in_sqrt=False" },
        RmsProp("rmsprop") with
        {
            Epsilon = EpsilonPlace.InsideRoot,
            Differences = [InsideRoot(_transform), RateInVelocity(_alias)],
        },
        Of("adagrad", "adagrad",
            [
                Rate("learning_rate", double.NaN), new("initial_accumulator_value", "initialAccumulator", 0.1),
                new("eps", "epsilon", 1e-7)]) with
        {
            Fixed = Always(("lrDecay", 0)),
            Epsilon = EpsilonPlace.InsideRoot,
            Differences = [InsideRoot(_transform)],
        },
        Of("adadelta", "adadelta", [Rate("learning_rate", double.NaN), new("rho", "rho", 0.9), new("eps", "epsilon", 1e-6)]) with
        {
            // Its weight_decay stands before the rule: L2, other than in adamw and lion.
            L2 = new DecayArgument(CommonSettings.WeightDecay.Key, "weight_decay", 0, _alias),
        },
        Of("nadam", "nadam", [Rate("learning_rate", double.NaN), .. Moments(1e-8)]) with { Fixed = Always(("momentumDecay", AtOnce)) },
        WithDecay(null, "nadam", "nadamw", [Rate("learning_rate", double.NaN), .. Moments(1e-8)], 1e-4) with
        {
            Fixed = Always(("momentumDecay", AtOnce)),
        },
        Of("radam", "radam", [Rate("learning_rate", double.NaN), .. Moments(1e-8)]) with
        {
            Differences = [LateEpsilon(_transform)],
        },
        Of("adabelief", "adabelief",
            [
                Rate("learning_rate", double.NaN), new("b1", "beta1", 0.9), new("b2", "beta2", 0.999), new("eps", "epsilon", 1e-16),
                new("eps_root", "epsilon", 1e-16)]),
        Of("yogi", "yogi", [Rate("learning_rate", double.NaN), .. Moments(1e-3)]) with
        {
            Fixed = Always(("initialAccumulator", 1e-6)),
            Differences = [new("m starts at 1e-6 too, here at 0", _ => true, _transform) { IsEarly = true }],
        },
        WithDecay(
            "lion", "lion", "lion", [Rate("learning_rate", double.NaN), new("b1", "beta1", 0.9), new("b2", "beta2", 0.99)],
            1e-3) with { L2 = L2 },
    ];

    private static DecayArgument L2 => new(CommonSettings.L2.Key, "add_decayed_weights before it", 0, _adding)
    {
        Spelling = DecaySpelling.Around,
        Template = "optax.chain(optax.add_decayed_weights({0}), {1})",
    };

    /// <summary>Behind the optimizer, whose updates are steps already: −λ·θ joins them, whatever the learning rate.</summary>
    private static DecayArgument Behind => new(null, "add_decayed_weights behind it", 0, _adding)
    {
        Scaling = DecayScaling.Nothing,
        Spelling = DecaySpelling.Around,
        Template = "optax.chain({1}, optax.add_decayed_weights(-{0}))",
        ScheduledTemplate = "optax.chain({1}, optax.add_decayed_weights(lambda t: -{0} * ({3})))",
    };

    private static FrameworkArgument[] Moments(double epsilon) =>
        [new("b1", "beta1", 0.9), new("b2", "beta2", 0.999), new("eps", "epsilon", epsilon)];

    private static Citation File(string path) => new($"google-deepmind/optax: optax/{path}", Seen);

    private static FrameworkOptimizer Of(string rule, string call, ImmutableArray<FrameworkArgument> arguments) =>
        new(rule, rule, $"optax.{call}", arguments, _alias) { L2 = L2, WeightDecay = Behind };

    private static FrameworkOptimizer WithDecay(
        string? name, string rule, string call, ImmutableArray<FrameworkArgument> arguments, double otherwise) =>
        new(name, rule, $"optax.{call}", arguments, _alias)
        {
            WeightDecay = new DecayArgument(CommonSettings.WeightDecay.Key, "weight_decay", otherwise, _alias),
        };

    private static FrameworkOptimizer RmsProp(string? name) =>
        Of("rmsprop", "rmsprop",
            [
                Rate("learning_rate", double.NaN), new("decay", "alpha", 0.9), new("eps", "epsilon", 1e-8), new("momentum", "momentum", 0),
                new("centered", "centered", 0),
            ]) with
        { Name = name, Differences = [RateInVelocity(_alias)] };

    private static ScheduledRate Scheduled(string rate, Schedule schedule, long iterations)
    {
        static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        if (schedule.IsIdentity)
            return new ScheduledRate(rate);
        if (DropsOf(schedule, iterations) is { } drops)
        {
            var scales = string.Join(", ", drops.At.Select(at => Say($"{at}: {SettingText.Of(drops.Factor)}")));
            return new ScheduledRate($"optax.piecewise_constant_schedule({rate}, {{{scales}}})");
        }

        return new ScheduledRate(schedule is CosineSchedule cosine
            ? Say(
                $"optax.cosine_decay_schedule({rate}, {iterations}{(cosine.Floor == 0 ? "" : $", alpha={SettingText.Of(cosine.Floor)}")})")
            : $"lambda t: {rate} * ({Multiplier(schedule, iterations)})");
    }
}
