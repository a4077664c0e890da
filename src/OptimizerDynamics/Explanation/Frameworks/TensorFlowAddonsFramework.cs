using System.Collections.Immutable;
using static OptimizerDynamics.FrameworkParts;

namespace OptimizerDynamics;

/// <summary>TensorFlow Addons 0.23, whose development has ended: decay that neither learning rate nor schedule multiplies.</summary>
internal static class TensorFlowAddonsFramework
{
    private const string Seen = "d208d752e98c", LegacySeen = "dd0a7237b9b2", Legacy = "tf.keras.optimizers.legacy";

    private static readonly Citation _decay = File("weight_decay_optimizers");

    /// <summary>The description.</summary>
    public static Framework Framework { get; } = new("tfa", "TensorFlow Addons 0.23", All(), Scheduled)
    {
        Remark = "its development ended in May 2024; Keras's own AdamW is another optimizer (there lr multiplies weight_decay)",
    };

    private static ImmutableArray<FrameworkOptimizer> All() =>
    [
        Decoupled("sgd", "tfa.optimizers.SGDW",
            [Rate("learning_rate", 0.001), new("momentum", "momentum", 0), new("nesterov", "nesterov", 0)], _decay) with
        {
            Fixed = Always(("dampening", 0)),
            Differences = [RateInVelocity(Kernels)],
        },
        Decoupled("adam", "tfa.optimizers.AdamW", [Rate("learning_rate", 0.001), .. Moments(1e-7)], _decay) with
        {
            Name = "adamw",
            Differences = [EarlyEpsilon(Kernels)],
        },
        Extended("adam", "Adam", [Rate("learning_rate", 0.001), .. Moments(1e-7)]) with { Differences = [EarlyEpsilon(Kernels)] },
        Extended("amsgrad", "Adam", [Rate("learning_rate", 0.001), .. Moments(1e-7)]) with
        {
            Extra = "amsgrad=True",
            Differences = [EarlyEpsilon(Kernels)],
        },
        Extended("adamax", "Adamax", [Rate("learning_rate", 0.001), .. Moments(1e-7)]) with
        {
            Differences = [new("ε is added to the maximum, n + ε; here it is inside, max(β₂·n, |g| + ε)", HasEpsilon, Kernels)],
        },
        Extended("rmsprop", "RMSprop",
            [
                Rate("learning_rate", 0.001), new("rho", "alpha", 0.9), new("epsilon", "epsilon", 1e-7), new("centered", "centered", 0),
            ]) with { Fixed = Always(("momentum", 0)) },
        Extended("adagrad", "Adagrad",
            [
                Rate("learning_rate", 0.001), new("initial_accumulator_value", "initialAccumulator", 0.1), new("epsilon", "epsilon", 1e-7),
            ]) with { Fixed = Always(("lrDecay", 0)) },
        Extended("adadelta", "Adadelta", [Rate("learning_rate", 0.001), new("rho", "rho", 0.95), new("epsilon", "epsilon", 1e-7)]),
        Extended("nadam", "Nadam", [Rate("learning_rate", 0.001), .. Moments(1e-7)]) with
        {
            Fixed = Always(("momentumDecay", 4e-3)),
            TakesSchedule = false,
        },
        WithRate("radam", "RectifiedAdam", [Rate("learning_rate", 0.001), .. Moments(1e-7)], "rectified_adam") with
        {
            Differences = [LateEpsilon(File("rectified_adam"))],
        },
        WithRate("adabelief", "AdaBelief", [Rate("learning_rate", 0.001), .. Moments(1e-14)], "adabelief") with { Extra = "rectify=False" },
        Decoupled("yogi", "tfa.optimizers.extend_with_decoupled_weight_decay(tfa.optimizers.Yogi)",
            [
                Rate("learning_rate", 0.01), new("beta1", "beta1", 0.9), new("beta2", "beta2", 0.999), new("epsilon", "epsilon", 1e-3),
                new("initial_accumulator_value", "initialAccumulator", 1e-6),
            ],
            File("yogi")) with { Differences = [EarlyEpsilon(File("yogi"))] },
    ];

    private static Citation Kernels => new("tensorflow/tensorflow: tensorflow/core/kernels/training_ops.cc", "");

    private static ScheduledRate Scheduled(string rate, Schedule schedule, long iterations)
    {
        var keras = KerasFramework.Scheduled(rate, schedule, iterations);
        return new ScheduledRate(
            keras.Rate.Replace("keras.", "tf.keras.", StringComparison.Ordinal),
            keras.Behind?.Replace("keras.", "tf.keras.", StringComparison.Ordinal));
    }

    private static DecayArgument Regularizer => KerasFramework.Regularizer(
        new Citation("keras-team/tf-keras: tf_keras/regularizers.py", LegacySeen), "tf.keras");

    private static FrameworkArgument[] Moments(double epsilon) =>
        [new("beta_1", "beta1", 0.9), new("beta_2", "beta2", 0.999), new("epsilon", "epsilon", epsilon)];

    private static Citation File(string name) => new($"tensorflow/addons: tensorflow_addons/optimizers/{name}.py", Seen);

    private static FrameworkOptimizer Decoupled(
        string rule, string call, ImmutableArray<FrameworkArgument> arguments, Citation source) =>
        new(rule, rule, call, arguments, source)
        {
            L2 = Regularizer,
            WeightDecay = new DecayArgument(CommonSettings.WeightDecay.Key, "weight_decay", double.NaN, _decay)
            {
                Scaling = DecayScaling.Nothing,
                ScheduledTemplate = "lambda: {0} / {2} * optimizer._decayed_lr(tf.float32)",
            },
        };

    /// <summary>An optimizer of Keras's, in the form that the extension takes.</summary>
    private static FrameworkOptimizer Extended(string rule, string call, ImmutableArray<FrameworkArgument> arguments) => Decoupled(
        rule, $"tfa.optimizers.extend_with_decoupled_weight_decay({Legacy}.{call})", arguments,
        new Citation($"keras-team/tf-keras: tf_keras/optimizers/legacy/{call.ToLowerInvariant()}.py", LegacySeen));

    /// <summary>An optimizer of the Addons' own, whose decay the learning rate multiplies.</summary>
    private static FrameworkOptimizer WithRate(
        string rule, string call, ImmutableArray<FrameworkArgument> arguments, string file) =>
        new(rule, rule, $"tfa.optimizers.{call}", arguments, File(file))
        {
            L2 = Regularizer,
            WeightDecay = new DecayArgument(CommonSettings.WeightDecay.Key, "weight_decay", 0, File(file)),
        };
}
