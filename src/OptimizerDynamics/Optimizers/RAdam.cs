namespace OptimizerDynamics;

public static partial class Optimizers
{
    /// <summary>RAdam in the catalog.</summary>
    internal static NamedOptimizer NamedRAdam { get; } = new(
        "radam",
        "Adam that waits until its second moment can be trusted.",
        [
            CommonSettings.LearningRate(1e-3), CommonSettings.Beta1, CommonSettings.Beta2(0.999), CommonSettings.Epsilon(1e-8),
            .. CommonSettings.Decay,
        ],
        s => RAdam(s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["l2"], s["weightDecay"], s.Schedule, s.Decayed));

    /// <summary>RAdam: Adam that waits until its second moment can be trusted.</summary>
    /// <remarks>
    /// <code>
    /// (1)  gₜ ← gₜ + λ₂·θₜ₋₁                              L2
    /// (2)  mₜ, vₜ as in Adam                              ScaleByRAdam
    /// (3)  u = rₜ·[mₜ/(1 − β₁ᵗ)]·√(1 − β₂ᵗ)/(√vₜ + ε) once ρₜ &gt; 5,   mₜ/(1 − β₁ᵗ) before
    /// (4)  θₜ = θₜ₋₁ − η·(α·u + λ·θₜ₋₁)                    ScaleByLearningRate, WeightDecay, ScaleBySchedule
    /// </code>
    /// α <c>learningRate</c>, β₁ <c>beta1</c>, β₂ <c>beta2</c>, ε <c>epsilon</c> (outside the root), λ₂ <c>l2</c>, λ <c>weightDecay</c>, η
    /// <c>schedule</c>. Source: Liu et al. 2020 (arXiv 1908.03265); r and ρ are in <see cref="ScaleByRAdam"/>. Defaults are PyTorch's.
    /// Differs from: the article rectifies from ρ &gt; 4 on.
    /// </remarks>
    /// <param name="learningRate">α, the base learning rate, in [0, ∞).</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε in [0, ∞).</param>
    /// <param name="l2">λ of coupled L2 regularization, in [0, ∞).</param>
    /// <param name="weightDecay">λ of decoupled weight decay in the paper's form, in [0, ∞): not multiplied by α.</param>
    /// <param name="schedule">The multiplier η of α and <paramref name="weightDecay"/>; constant when null.</param>
    /// <param name="decayed">The kinds of parameters that decay; all when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is outside its range.</exception>
    public static Chain RAdam(
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double l2 = 0,
        double weightDecay = 0,
        Schedule? schedule = null,
        DecayedKinds? decayed = null) =>
    [
        L2(l2, decayed),
        new ScaleByRAdam(beta1, beta2, epsilon),
        new ScaleByLearningRate(learningRate),
        WeightDecay(weightDecay, decayed),
        new ScaleBySchedule(schedule),
    ];
}
