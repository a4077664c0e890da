namespace OptimizerDynamics;

public static partial class Optimizers
{
    /// <summary>Adagrad in the catalog.</summary>
    internal static NamedOptimizer NamedAdagrad { get; } = new(
        "adagrad",
        "The gradient over the root of the sum of all its squares.",
        [
            CommonSettings.LearningRate(1e-2),
            CommonSettings.Epsilon(1e-10),
            new("lrDecay", 0, Interval.NonNegative, "lr is divided by 1 + lrDecay·(steps taken)"),
            new("initialAccumulator", 0, Interval.NonNegative, "what the sum of squares starts from"),
            .. CommonSettings.Decay,
        ],
        s => Adagrad(
            s["lr"], s["epsilon"], s["lrDecay"], s["initialAccumulator"], s["l2"], s["weightDecay"], s.Schedule, s.Decayed));

    /// <summary>Adagrad: the gradient over the root of the sum of all its squares.</summary>
    /// <remarks>
    /// <code>
    /// (1)  gₜ ← gₜ + λ₂·θₜ₋₁                              L2
    /// (2)  sₜ = sₜ₋₁ + gₜ²,   s₀ = initialAccumulator      ScaleByAdagrad
    /// (3)  u = gₜ/(√sₜ + ε) / (1 + δ·(t − 1))              InverseTimeDecay
    /// (4)  θₜ = θₜ₋₁ − η·(α·u + λ·θₜ₋₁)                    ScaleByLearningRate, WeightDecay, ScaleBySchedule
    /// </code>
    /// α <c>learningRate</c>, δ <c>learningRateDecay</c>, ε <c>epsilon</c> (outside the root), λ₂ <c>l2</c>, λ <c>weightDecay</c>, η
    /// <c>schedule</c>. Source: Duchi, Hazan and Singer 2011. δ slows α only, not the decoupled weight decay.
    /// Differs from: TensorFlow/Keras start at s₀ = 0.1; see <see cref="ScaleByAdagrad"/>.
    /// </remarks>
    /// <param name="learningRate">α, the base learning rate, in [0, ∞).</param>
    /// <param name="epsilon">ε in [0, ∞).</param>
    /// <param name="learningRateDecay">α is divided by 1 + this · (t − 1); in [0, ∞).</param>
    /// <param name="initialAccumulator">What the accumulator starts from, in [0, ∞).</param>
    /// <param name="l2">λ of coupled L2 regularization, in [0, ∞).</param>
    /// <param name="weightDecay">λ of decoupled weight decay in the paper's form, in [0, ∞): not multiplied by α.</param>
    /// <param name="schedule">The multiplier η of α and <paramref name="weightDecay"/>; constant when null.</param>
    /// <param name="decayed">The kinds of parameters that decay; all when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is outside its range.</exception>
    public static Chain Adagrad(
        double learningRate = 1e-2,
        double epsilon = 1e-10,
        double learningRateDecay = 0,
        double initialAccumulator = 0,
        double l2 = 0,
        double weightDecay = 0,
        Schedule? schedule = null,
        DecayedKinds? decayed = null) =>
    [
        L2(l2, decayed),
        new ScaleByAdagrad(epsilon, initialAccumulator),
        new ScaleBySchedule(new InverseTimeDecay(learningRateDecay)),
        new ScaleByLearningRate(learningRate),
        WeightDecay(weightDecay, decayed),
        new ScaleBySchedule(schedule),
    ];
}
