namespace OptimizerDynamics;

public static partial class Optimizers
{
    /// <summary>Adadelta in the catalog.</summary>
    internal static NamedOptimizer NamedAdadelta { get; } = new(
        "adadelta",
        "Steps in the units of past steps.",
        [
            CommonSettings.LearningRate(1),
            new("rho", 0.9, Interval.Averaging, "ρ, the weight of the past in both averages"),
            CommonSettings.Epsilon(1e-6),
            .. CommonSettings.Decay,
        ],
        s => Adadelta(s["lr"], s["rho"], s["epsilon"], s["l2"], s["weightDecay"], s.Schedule, s.Decayed));

    /// <summary>Adadelta: steps in the units of past steps, so that hardly a learning rate is needed.</summary>
    /// <remarks>
    /// <code>
    /// (1)  gₜ ← gₜ + λ₂·θₜ₋₁                              L2
    /// (2)  vₜ = ρ·vₜ₋₁ + (1 − ρ)·gₜ²                      ScaleByAdadelta
    /// (3)  u = gₜ·√(dₜ₋₁ + ε)/√(vₜ + ε)
    /// (4)  dₜ = ρ·dₜ₋₁ + (1 − ρ)·u²
    /// (5)  θₜ = θₜ₋₁ − η·(α·u + λ·θₜ₋₁)                    ScaleByLearningRate, WeightDecay, ScaleBySchedule
    /// </code>
    /// α <c>learningRate</c>, ρ <c>rho</c>, ε <c>epsilon</c> (inside both roots), λ₂ <c>l2</c>, λ <c>weightDecay</c>, η <c>schedule</c>.
    /// Source: Zeiler 2012 (arXiv 1212.5701).
    /// Differs from: the article has no learning rate; Keras has other defaults; see <see cref="ScaleByAdadelta"/>.
    /// </remarks>
    /// <param name="learningRate">α, the base learning rate, in [0, ∞).</param>
    /// <param name="rho">ρ in [0, 1).</param>
    /// <param name="epsilon">ε in [0, ∞).</param>
    /// <param name="l2">λ of coupled L2 regularization, in [0, ∞).</param>
    /// <param name="weightDecay">λ of decoupled weight decay in the paper's form, in [0, ∞): not multiplied by α.</param>
    /// <param name="schedule">The multiplier η of α and <paramref name="weightDecay"/>; constant when null.</param>
    /// <param name="decayed">The kinds of parameters that decay; all when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is outside its range.</exception>
    public static Chain Adadelta(
        double learningRate = 1.0,
        double rho = 0.9,
        double epsilon = 1e-6,
        double l2 = 0,
        double weightDecay = 0,
        Schedule? schedule = null,
        DecayedKinds? decayed = null) =>
    [
        L2(l2, decayed),
        new ScaleByAdadelta(rho, epsilon),
        new ScaleByLearningRate(learningRate),
        WeightDecay(weightDecay, decayed),
        new ScaleBySchedule(schedule),
    ];
}
