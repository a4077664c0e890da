namespace OptimizerDynamics;

/// <summary>Settings that several optimizers share, so that each is described once.</summary>
public static class CommonSettings
{
    /// <summary><c>beta1</c>, 0.9 everywhere.</summary>
    public static Setting Beta1 { get; } = new("beta1", 0.9, Interval.Averaging, "β₁, the weight of the past in the first moment");

    /// <summary><c>l2</c>, 0: coupled L2 regularization.</summary>
    public static Setting L2 { get; } =
        new("l2", 0, Interval.NonNegative, "λ of coupled L2 regularization: added to the gradient as λ·θ");

    /// <summary><c>weightDecay</c>, 0: decoupled weight decay in the paper's form.</summary>
    public static Setting WeightDecay { get; } =
        new("weightDecay", 0, Interval.NonNegative, "λ of decoupled weight decay: θ shrinks by λ·schedule a step, whatever lr");

    /// <summary><see cref="L2"/> and <see cref="WeightDecay"/>, which close the settings of nearly every optimizer.</summary>
    public static IReadOnlyList<Setting> Decay { get; } = [L2, WeightDecay];

    /// <summary><c>lr</c>.</summary>
    /// <param name="value">The default, in [0, ∞).</param>
    public static Setting LearningRate(double value) => new("lr", value, Interval.NonNegative, "α, the base learning rate");

    /// <summary><c>beta2</c>.</summary>
    /// <param name="value">The default, in [0, 1).</param>
    public static Setting Beta2(double value) =>
        new("beta2", value, Interval.Averaging, "β₂, the weight of the past in the second moment");

    /// <summary><c>epsilon</c>.</summary>
    /// <param name="value">The default, in [0, ∞).</param>
    public static Setting Epsilon(double value) => new("epsilon", value, Interval.NonNegative, "ε, added to the divisor");

    /// <summary><c>momentum</c>.</summary>
    /// <param name="value">The default, in [0, 1).</param>
    public static Setting Momentum(double value) =>
        new("momentum", value, Interval.Averaging, "μ, how much of the velocity stays from step to step");
}
