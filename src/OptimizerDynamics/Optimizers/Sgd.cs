namespace OptimizerDynamics;

public static partial class Optimizers
{
    /// <summary>SGD in the catalog.</summary>
    internal static NamedOptimizer NamedSgd { get; } = new(
        "sgd",
        "Stochastic gradient descent with momentum.",
        [
            CommonSettings.LearningRate(0.1) with { PyTorch = 1e-3 },
            CommonSettings.Momentum(0.9) with { PyTorch = 0 },
            new("nesterov", 0, null, "whether to look ahead along the velocity"),
            new("dampening", 0, Interval.Fraction, "τ, how much of each gradient is withheld from the velocity"),
            .. CommonSettings.Decay,
        ],
        s => Sgd(s["lr"], s["momentum"], s.Is("nesterov"), s["dampening"], s["l2"], s["weightDecay"], s.Schedule, s.Decayed));

    /// <summary>Stochastic gradient descent with momentum; the paper's baseline.</summary>
    /// <remarks>
    /// <code>
    /// (1)  gₜ ← gₜ + λ₂·θₜ₋₁                              L2
    /// (2)  b₁ = g₁,   bₜ = μ·bₜ₋₁ + (1 − τ)·gₜ            Momentum
    /// (3)  u = bₜ,   or gₜ + μ·bₜ with Nesterov
    /// (4)  θₜ = θₜ₋₁ − η·(α·u + λ·θₜ₋₁)                    ScaleByLearningRate, WeightDecay, ScaleBySchedule
    /// </code>
    /// α <c>learningRate</c>, μ <c>momentum</c>, τ <c>dampening</c>, λ₂ <c>l2</c>, λ <c>weightDecay</c>, η <c>schedule</c>. There is no ε.
    /// Sources: Robbins and Monro 1951; Polyak 1964; see <see cref="Momentum"/>.
    /// Differs from: PyTorch has no decoupled decay here, and its default momentum is 0, the paper's 0.9; TensorFlow/Keras put α inside the
    /// velocity (see <see cref="Momentum"/>).
    /// </remarks>
    /// <param name="learningRate">α, the base learning rate, in [0, ∞).</param>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <param name="nesterov">Whether to look ahead along the velocity.</param>
    /// <param name="dampening">τ in [0, 1].</param>
    /// <param name="l2">λ of coupled L2 regularization, in [0, ∞).</param>
    /// <param name="weightDecay">λ of decoupled weight decay in the paper's form, in [0, ∞): not multiplied by α.</param>
    /// <param name="schedule">The multiplier η of α and <paramref name="weightDecay"/>; constant when null.</param>
    /// <param name="decayed">The kinds of parameters that decay; all when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is outside its range.</exception>
    /// <exception cref="ArgumentException">Nesterov with a dampening, or without momentum.</exception>
    public static Chain Sgd(
        double learningRate = 0.1,
        double momentum = 0.9,
        bool nesterov = false,
        double dampening = 0,
        double l2 = 0,
        double weightDecay = 0,
        Schedule? schedule = null,
        DecayedKinds? decayed = null) =>
    [
        L2(l2, decayed),
        new Momentum(momentum, nesterov, dampening),
        new ScaleByLearningRate(learningRate),
        WeightDecay(weightDecay, decayed),
        new ScaleBySchedule(schedule),
    ];
}
