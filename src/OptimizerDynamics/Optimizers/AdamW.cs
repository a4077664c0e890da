namespace OptimizerDynamics;

public static partial class Optimizers
{
    /// <summary>AdamW as PyTorch has it: decoupled weight decay that is multiplied by the learning rate.</summary>
    /// <remarks>
    /// <code>
    /// (1)  u = Adam's direction                            ScaleByAdam
    /// (2)  θₜ = θₜ₋₁ − η·α·(u + λ·θₜ₋₁)                      AddDecayedWeights, ScaleByLearningRate, ScaleBySchedule
    /// </code>
    /// α <c>learningRate</c>, λ <c>weightDecay</c>, η <c>schedule</c>; the rest as in <see cref="Adam"/>.
    /// Source: Loshchilov and Hutter 2019 (arXiv 1711.05101), with PyTorch's factor α.
    /// Differs from: the article and the paper, where λ is not multiplied by α; <see cref="Adam"/> with
    /// <c>weightDecay = α·λ</c> is the same optimizer.
    /// </remarks>
    /// <param name="learningRate">α, the base learning rate, in [0, ∞).</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε in [0, ∞).</param>
    /// <param name="weightDecay">λ in [0, ∞), multiplied by α: what PyTorch calls <c>weight_decay</c>.</param>
    /// <param name="schedule">The multiplier η; constant when null.</param>
    /// <param name="decayed">The kinds of parameters that decay.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is outside its range.</exception>
    public static Chain AdamW(
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 1e-2,
        Schedule? schedule = null,
        ParameterKinds decayed = ParameterKinds.All) =>
    [
        new ScaleByAdam(beta1, beta2, epsilon),
        new AddDecayedWeights(weightDecay, decayed),
        new ScaleByLearningRate(learningRate),
        new ScaleBySchedule(schedule),
    ];
}
