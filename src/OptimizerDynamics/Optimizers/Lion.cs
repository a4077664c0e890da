namespace OptimizerDynamics;

public static partial class Optimizers
{
    /// <summary>Lion in the catalog.</summary>
    internal static NamedOptimizer NamedLion { get; } = new(
        "lion",
        "Steps of one size, in the direction of a sign.",
        [
            CommonSettings.LearningRate(1e-4),
            CommonSettings.Beta1,
            CommonSettings.Beta2(0.99) with { Meaning = "β₂, the weight of the past in the momentum" },
            .. CommonSettings.Decay,
        ],
        s => Lion(s["lr"], s["beta1"], s["beta2"], s["l2"], s["weightDecay"], s.Schedule, s.Decayed))
    {
        IsInPyTorch = false,
    };

    /// <summary>Lion: steps of one size, in the direction of a sign.</summary>
    /// <remarks>
    /// <code>
    /// (1)  gₜ ← gₜ + λ₂·θₜ₋₁                              L2
    /// (2)  u = sign(β₁·mₜ₋₁ + (1 − β₁)·gₜ)                ScaleByLion
    /// (3)  mₜ = β₂·mₜ₋₁ + (1 − β₂)·gₜ
    /// (4)  θₜ = θₜ₋₁ − η·(α·u + λ·θₜ₋₁)                    ScaleByLearningRate, WeightDecay, ScaleBySchedule
    /// </code>
    /// α <c>learningRate</c>, β₁ <c>beta1</c>, β₂ <c>beta2</c>, λ₂ <c>l2</c>, λ <c>weightDecay</c>, η <c>schedule</c>. There is no ε.
    /// Source: Chen et al. 2023 (arXiv 2302.06675). Defaults are the authors'.
    /// Differs from: the article's weight decay is multiplied by α; its λ is λ/α here.
    /// </remarks>
    /// <param name="learningRate">α, the base learning rate, in [0, ∞).</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="l2">λ of coupled L2 regularization, in [0, ∞).</param>
    /// <param name="weightDecay">λ of decoupled weight decay in the paper's form, in [0, ∞): not multiplied by α.</param>
    /// <param name="schedule">The multiplier η of α and <paramref name="weightDecay"/>; constant when null.</param>
    /// <param name="decayed">The kinds of parameters that decay; all when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is outside its range.</exception>
    public static Chain Lion(
        double learningRate = 1e-4,
        double beta1 = 0.9,
        double beta2 = 0.99,
        double l2 = 0,
        double weightDecay = 0,
        Schedule? schedule = null,
        DecayedKinds? decayed = null) =>
    [
        L2(l2, decayed),
        new ScaleByLion(beta1, beta2),
        new ScaleByLearningRate(learningRate),
        WeightDecay(weightDecay, decayed),
        new ScaleBySchedule(schedule),
    ];
}
