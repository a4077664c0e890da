namespace OptimizerDynamics;

public static partial class Optimizers
{
    /// <summary>Yogi in the catalog.</summary>
    internal static NamedOptimizer NamedYogi { get; } = new(
        "yogi",
        "Adam whose second moment moves by bounded steps.",
        [
            CommonSettings.LearningRate(1e-2),
            CommonSettings.Beta1,
            CommonSettings.Beta2(0.999),
            CommonSettings.Epsilon(1e-3),
            new("initialAccumulator", 1e-6, Interval.NonNegative, "what the second moment starts from"),
            .. CommonSettings.Decay,
        ],
        s => Yogi(
            s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["initialAccumulator"], s["l2"], s["weightDecay"], s.Schedule, s.Decayed))
    {
        IsInPyTorch = false,
    };

    /// <summary>Yogi: Adam whose second moment moves by bounded steps.</summary>
    /// <remarks>
    /// <code>
    /// (1)  gₜ ← gₜ + λ₂·θₜ₋₁                              L2
    /// (2)  mₜ = β₁·mₜ₋₁ + (1 − β₁)·gₜ                    ScaleByYogi
    /// (3)  vₜ = vₜ₋₁ − (1 − β₂)·sign(vₜ₋₁ − gₜ²)·gₜ²,   v₀ = initialAccumulator
    /// (4)  u = [mₜ/(1 − β₁ᵗ)] / (√(vₜ/(1 − β₂ᵗ)) + ε)
    /// (5)  θₜ = θₜ₋₁ − η·(α·u + λ·θₜ₋₁)                    ScaleByLearningRate, WeightDecay, ScaleBySchedule
    /// </code>
    /// α <c>learningRate</c>, β₁ <c>beta1</c>, β₂ <c>beta2</c>, ε <c>epsilon</c> (outside the root), λ₂ <c>l2</c>, λ <c>weightDecay</c>, η
    /// <c>schedule</c>. Source: Zaheer et al. 2018. Defaults are the authors', v₀ is optax's.
    /// Differs from: the article corrects no bias; see <see cref="ScaleByYogi"/>.
    /// </remarks>
    /// <param name="learningRate">α, the base learning rate, in [0, ∞).</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε in [0, ∞).</param>
    /// <param name="initialAccumulator">What the accumulator starts from, in [0, ∞).</param>
    /// <param name="l2">λ of coupled L2 regularization, in [0, ∞).</param>
    /// <param name="weightDecay">λ of decoupled weight decay in the paper's form, in [0, ∞): not multiplied by α.</param>
    /// <param name="schedule">The multiplier η of α and <paramref name="weightDecay"/>; constant when null.</param>
    /// <param name="decayed">The kinds of parameters that decay; all when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is outside its range.</exception>
    public static Chain Yogi(
        double learningRate = 1e-2,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-3,
        double initialAccumulator = 1e-6,
        double l2 = 0,
        double weightDecay = 0,
        Schedule? schedule = null,
        DecayedKinds? decayed = null) =>
    [
        L2(l2, decayed),
        new ScaleByYogi(beta1, beta2, epsilon, initialAccumulator),
        new ScaleByLearningRate(learningRate),
        WeightDecay(weightDecay, decayed),
        new ScaleBySchedule(schedule),
    ];
}
