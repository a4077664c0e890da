namespace OptimizerDynamics;

public static partial class Optimizers
{
    /// <summary>RMSProp in the catalog.</summary>
    internal static NamedOptimizer NamedRmsProp { get; } = new(
        "rmsprop",
        "The gradient over its running root mean square.",
        [
            CommonSettings.LearningRate(1e-3) with { PyTorch = 1e-2 },
            new("alpha", 0.99, Interval.Averaging, "weight of the past in the mean square"),
            CommonSettings.Epsilon(1e-8),
            CommonSettings.Momentum(0),
            new("centered", 0, null, "whether to divide by the variance's root"),
            .. CommonSettings.Decay,
        ],
        s => RmsProp(
            s["lr"], s["alpha"], s["epsilon"], s["momentum"], s.Is("centered"), s["l2"], s["weightDecay"], s.Schedule, s.Decayed));

    /// <summary>RMSProp: the gradient over its running root mean square.</summary>
    /// <remarks>
    /// <code>
    /// (1)  gₜ ← gₜ + λ₂·θₜ₋₁                              L2
    /// (2)  vₜ = α̃·vₜ₋₁ + (1 − α̃)·gₜ²                     ScaleByRmsProp
    /// (3)  dₜ = gₜ/(√vₜ + ε);   centred: √(vₜ − aₜ²), a the running mean
    /// (4)  u₁ = d₁,   uₜ = μ·uₜ₋₁ + dₜ                      Momentum
    /// (5)  θₜ = θₜ₋₁ − η·(α·uₜ + λ·θₜ₋₁)                   ScaleByLearningRate, WeightDecay, ScaleBySchedule
    /// </code>
    /// α <c>learningRate</c>, α̃ <c>alpha</c>, ε <c>epsilon</c> (outside the root), μ <c>momentum</c>, λ₂ <c>l2</c>, λ <c>weightDecay</c>,
    /// η <c>schedule</c>. Source: Tieleman and Hinton 2012, lecture 6.5; centred: Graves 2013 (arXiv 1308.0850).
    /// Differs from: PyTorch's default learning rate is 1e-2, the paper's 1e-3; TensorFlow's ε is inside the root; see
    /// <see cref="ScaleByRmsProp"/>.
    /// </remarks>
    /// <param name="learningRate">α, the base learning rate, in [0, ∞).</param>
    /// <param name="alpha">α of the running average, in [0, 1).</param>
    /// <param name="epsilon">ε in [0, ∞).</param>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <param name="centered">Whether to divide by the variance's root instead of the mean square's.</param>
    /// <param name="l2">λ of coupled L2 regularization, in [0, ∞).</param>
    /// <param name="weightDecay">λ of decoupled weight decay in the paper's form, in [0, ∞): not multiplied by α.</param>
    /// <param name="schedule">The multiplier η of α and <paramref name="weightDecay"/>; constant when null.</param>
    /// <param name="decayed">The kinds of parameters that decay; all when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is outside its range.</exception>
    public static Chain RmsProp(
        double learningRate = 1e-3,
        double alpha = 0.99,
        double epsilon = 1e-8,
        double momentum = 0,
        bool centered = false,
        double l2 = 0,
        double weightDecay = 0,
        Schedule? schedule = null,
        DecayedKinds? decayed = null) =>
    [
        L2(l2, decayed),
        new ScaleByRmsProp(alpha, epsilon, centered),
        new Momentum(momentum),
        new ScaleByLearningRate(learningRate),
        WeightDecay(weightDecay, decayed),
        new ScaleBySchedule(schedule),
    ];
}
