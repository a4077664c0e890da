namespace OptimizerDynamics;

public static partial class Optimizers
{
    /// <summary>NAdam in the catalog.</summary>
    internal static NamedOptimizer NamedNAdam { get; } = new(
        "nadam",
        "Adam with Nesterov's look-ahead.",
        [
            CommonSettings.LearningRate(2e-3),
            CommonSettings.Beta1,
            CommonSettings.Beta2(0.999),
            CommonSettings.Epsilon(1e-8),
            new("momentumDecay", 4e-3, Interval.NonNegative, "ψ, how fast the momentum rises to β₁"),
            .. CommonSettings.Decay,
        ],
        s => NAdam(
            s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["momentumDecay"], s["l2"], s["weightDecay"], s.Schedule, s.Decayed));

    /// <summary>NAdam: Adam with Nesterov's look-ahead.</summary>
    /// <remarks>
    /// <code>
    /// (1)  gₜ ← gₜ + λ₂·θₜ₋₁                              L2
    /// (2)  mₜ, vₜ as in Adam                              ScaleByNAdam
    /// (3)  u = [μₜ₊₁·mₜ/(1 − πₜ₊₁) + (1 − μₜ)·gₜ/(1 − πₜ)] / (√(vₜ/(1 − β₂ᵗ)) + ε)
    ///      with μₜ = β₁·(1 − ½·0.96^(t·ψ)),   πₜ = μ₁·…·μₜ
    /// (4)  θₜ = θₜ₋₁ − η·(α·u + λ·θₜ₋₁)                    ScaleByLearningRate, WeightDecay, ScaleBySchedule
    /// </code>
    /// α <c>learningRate</c>, β₁ <c>beta1</c>, β₂ <c>beta2</c>, ε <c>epsilon</c> (outside the root), ψ <c>momentumDecay</c>, λ₂ <c>l2</c>,
    /// λ <c>weightDecay</c>, η <c>schedule</c>. Source: Dozat 2016. Defaults are PyTorch's.
    /// Differs from: the article averages m with μₜ; see <see cref="ScaleByNAdam"/>.
    /// </remarks>
    /// <param name="learningRate">α, the base learning rate, in [0, ∞).</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε in [0, ∞).</param>
    /// <param name="momentumDecay">ψ in [0, ∞).</param>
    /// <param name="l2">λ of coupled L2 regularization, in [0, ∞).</param>
    /// <param name="weightDecay">λ of decoupled weight decay in the paper's form, in [0, ∞): not multiplied by α.</param>
    /// <param name="schedule">The multiplier η of α and <paramref name="weightDecay"/>; constant when null.</param>
    /// <param name="decayed">The kinds of parameters that decay; all when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is outside its range.</exception>
    public static Chain NAdam(
        double learningRate = 2e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double momentumDecay = 4e-3,
        double l2 = 0,
        double weightDecay = 0,
        Schedule? schedule = null,
        DecayedKinds? decayed = null) =>
    [
        L2(l2, decayed),
        new ScaleByNAdam(beta1, beta2, epsilon, momentumDecay),
        new ScaleByLearningRate(learningRate),
        WeightDecay(weightDecay, decayed),
        new ScaleBySchedule(schedule),
    ];
}
