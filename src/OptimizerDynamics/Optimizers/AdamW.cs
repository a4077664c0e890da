namespace OptimizerDynamics;

public static partial class Optimizers
{
    /// <summary>AdamW in the catalog.</summary>
    internal static NamedOptimizer NamedAdamW { get; } = new(
        "adamw",
        "Adam with PyTorch's decoupled weight decay, which lr multiplies.",
        [
            CommonSettings.LearningRate(1e-3),
            CommonSettings.Beta1,
            CommonSettings.Beta2(0.999),
            CommonSettings.Epsilon(1e-8),
            CommonSettings.L2,
            CommonSettings.WeightDecay with
            {
                Default = 1e-2,
                Meaning = "λ of decoupled weight decay, PyTorch's weight_decay: θ shrinks by lr·λ·schedule a step",
            },
        ],
        s => AdamW(s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["l2"], s["weightDecay"], s.Schedule, s.Decayed));

    /// <summary>AdamW as PyTorch has it: decoupled weight decay that is multiplied by the learning rate.</summary>
    /// <remarks>
    /// <code>
    /// (1)  gₜ ← gₜ + λ₂·θₜ₋₁                              L2
    /// (2)  u = Adam's direction                            ScaleByAdam
    /// (3)  θₜ = θₜ₋₁ − η·α·(u + λ·θₜ₋₁)                      WeightDecay, ScaleByLearningRate, ScaleBySchedule
    /// </code>
    /// α <c>learningRate</c>, λ₂ <c>l2</c>, λ <c>weightDecay</c>, η <c>schedule</c>; the rest as in <see cref="Adam"/>.
    /// Source: Loshchilov and Hutter 2019 (arXiv 1711.05101), with PyTorch's factor α. Defaults are PyTorch's.
    /// Differs from: the article and the paper, where λ is not multiplied by α; <see cref="Adam"/> with
    /// <c>weightDecay = α·λ</c> is the same optimizer. PyTorch's AdamW has no L2.
    /// </remarks>
    /// <param name="learningRate">α, the base learning rate, in [0, ∞).</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε in [0, ∞).</param>
    /// <param name="l2">λ of coupled L2 regularization, in [0, ∞).</param>
    /// <param name="weightDecay">λ of decoupled weight decay, in [0, ∞), multiplied by α: PyTorch's <c>weight_decay</c>.</param>
    /// <param name="schedule">The multiplier η of α, and so of the weight decay; constant when null.</param>
    /// <param name="decayed">The kinds of parameters that decay; all when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is outside its range.</exception>
    public static Chain AdamW(
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double l2 = 0,
        double weightDecay = 1e-2,
        Schedule? schedule = null,
        DecayedKinds? decayed = null) =>
    [
        L2(l2, decayed),
        new ScaleByAdam(beta1, beta2, epsilon),
        WeightDecay(weightDecay, decayed),
        new ScaleByLearningRate(learningRate),
        new ScaleBySchedule(schedule),
    ];
}
