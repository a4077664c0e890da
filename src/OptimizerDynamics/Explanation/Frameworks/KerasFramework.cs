using System.Collections.Immutable;
using System.Globalization;
using static OptimizerDynamics.FrameworkParts;

namespace OptimizerDynamics;

/// <summary>Keras 3: every optimizer has a decoupled <c>weight_decay</c>; coupled L2 is a regularizer of the layers.</summary>
internal static class KerasFramework
{
    private const string Seen = "3422977a5e38";

    private static readonly Citation _base = File("optimizers/base_optimizer.py"), _regularizers = File("regularizers/regularizers.py");

    /// <summary>The description.</summary>
    public static Framework Framework { get; } = new("keras", "Keras 3", All(), Scheduled);

    /// <summary>Coupled L2: a penalty l2·Σθ² on the loss of every layer that has it.</summary>
    public static DecayArgument Regularizer(Citation source, string package) =>
        new(CommonSettings.L2.Key, "regularizers.L2(λ)", 0, source)
        {
            Factor = 2,
            Spelling = DecaySpelling.Beside,
            Template =
                $"kernel_regularizer={package}.regularizers.L2({{0}})  # of every layer; bias_, gamma_ and beta_regularizer likewise",
        };

    /// <summary>A schedule as <c>keras.optimizers.schedules</c> has it.</summary>
    public static ScheduledRate Scheduled(string rate, Schedule schedule, long iterations)
    {
        const string Package = "keras.optimizers.schedules";
        static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        if (schedule.IsIdentity)
            return new ScheduledRate(rate);
        if (DropsOf(schedule, iterations) is { } drops)
        {
            // A boundary is the last step with the old value.
            var value = double.Parse(rate, CultureInfo.InvariantCulture);
            var values = Enumerable.Range(0, drops.At.Length + 1).Select(i => SettingText.InPython(value * Math.Pow(drops.Factor, i)));
            return new ScheduledRate(
                Say($"{Package}.PiecewiseConstantDecay([{Joined(drops.At.Select(at => at - 1))}], [{string.Join(", ", values)}])"));
        }

        return schedule switch
        {
            CosineSchedule cosine =>
                new ScheduledRate(Say(
                    $"{Package}.CosineDecay({rate}, {iterations}{(cosine.Floor == 0 ? "" : $", alpha={SettingText.Of(cosine.Floor)}")})")),
            InverseTimeDecay decay => new ScheduledRate(Say($"{Package}.InverseTimeDecay({rate}, 1, {SettingText.Of(decay.Rate)})")),
            _ => new ScheduledRate(
                rate,
                Say($"# and a keras.callbacks.Callback that sets optimizer.learning_rate = {rate} * ({Multiplier(schedule, iterations)})")),
        };
    }

    private static ImmutableArray<FrameworkOptimizer> All() =>
    [
        Of("sgd", "SGD", [Rate("learning_rate", 0.01), new("momentum", "momentum", 0), new("nesterov", "nesterov", 0)]) with
        {
            Fixed = Always(("dampening", 0)),
            Differences = [RateInVelocity(File("optimizers/sgd.py"))],
        },
        Adam("adam", "Adam", 0.001),
        Adam("adam", "AdamW", 0.001) with
        {
            Name = "adamw",
            WeightDecay = WeightDecay with { Default = 0.004, Source = File("optimizers/adamw.py") },
        },
        Adam("amsgrad", "Adam", 0.001) with { Extra = "amsgrad=True" },
        Of("adamax", "Adamax", [Rate("learning_rate", 0.001), .. Moments()]) with
        {
            Differences = [
                new("ε is added to the maximum, n + ε; here it is inside, max(β₂·n, |g| + ε)", HasEpsilon, File("optimizers/adamax.py"))],
        },
        Of("rmsprop", "RMSprop",
            [
                Rate("learning_rate", 0.001), new("rho", "alpha", 0.9), new("momentum", "momentum", 0), new("epsilon", "epsilon", 1e-7),
                new("centered", "centered", 0),
            ]) with
        {
            Epsilon = EpsilonPlace.InsideRoot,
            Differences = [InsideRoot(File("optimizers/rmsprop.py")), RateInVelocity(File("optimizers/rmsprop.py"))],
        },
        Of("adagrad", "Adagrad",
            [
                Rate("learning_rate", 0.001), new("initial_accumulator_value", "initialAccumulator", 0.1), new("epsilon", "epsilon", 1e-7),
            ]) with
        {
            Fixed = Always(("lrDecay", 0)),
            Epsilon = EpsilonPlace.InsideRoot,
            Differences = [InsideRoot(File("optimizers/adagrad.py"))],
        },
        Of("adadelta", "Adadelta", [Rate("learning_rate", 0.001), new("rho", "rho", 0.95), new("epsilon", "epsilon", 1e-7)]),
        Of("nadam", "Nadam", [Rate("learning_rate", 0.001), .. Moments()]) with { Fixed = Always(("momentumDecay", 1)) },
        Of("lion", "Lion", [Rate("learning_rate", 0.001), new("beta_1", "beta1", 0.9), new("beta_2", "beta2", 0.99)]),
    ];

    private static DecayArgument WeightDecay => new(CommonSettings.WeightDecay.Key, "weight_decay", 0, _base);

    private static FrameworkArgument[] Moments() =>
        [new("beta_1", "beta1", 0.9), new("beta_2", "beta2", 0.999), new("epsilon", "epsilon", 1e-7)];

    private static Citation File(string path) => new($"keras-team/keras: keras/src/{path}", Seen);

    private static FrameworkOptimizer Of(string rule, string call, ImmutableArray<FrameworkArgument> arguments) =>
        new(rule, rule, $"keras.optimizers.{call}", arguments, File($"optimizers/{call.ToLowerInvariant()}.py"))
        {
            L2 = Regularizer(_regularizers, "keras"),
            WeightDecay = WeightDecay,
        };

    private static FrameworkOptimizer Adam(string rule, string call, double rate) =>
        Of(rule, call, [Rate("learning_rate", rate), .. Moments()]) with { Differences = [EarlyEpsilon(File("optimizers/adam.py"))] };
}
