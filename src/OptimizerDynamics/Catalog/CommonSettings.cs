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

    /// <summary><c>l1</c>, 0: coupled L1 regularization.</summary>
    public static Setting L1 { get; } =
        new("l1", 0, Interval.NonNegative, "λ of coupled L1 regularization: added to the gradient as λ·sign(θ)");

    /// <summary><c>proximalL1</c>, 0: proximal L1 regularization, decoupled.</summary>
    public static Setting ProximalL1 { get; } =
        new("proximalL1", 0, Interval.NonNegative, "λ of proximal L1: |θ| loses λ·schedule a step, down to 0, whatever lr");

    /// <summary><see cref="L1"/> and <see cref="ProximalL1"/>, which <see cref="NamedOptimizer"/> adds to every optimizer.</summary>
    public static IReadOnlyList<Setting> Sparsifiers { get; } = [L1, ProximalL1];

    /// <summary><see cref="L2"/> and <see cref="WeightDecay"/>, which close the settings of nearly every optimizer.</summary>
    public static IReadOnlyList<Setting> Decay { get; } = [L2, WeightDecay];

    /// <summary>The setting that is a regularization's λ; null for <see cref="Regularization.None"/>.</summary>
    /// <param name="regularization">The regularization.</param>
    public static Setting? Of(Regularization regularization) => regularization switch
    {
        Regularization.L2 => L2,
        Regularization.WeightDecay => WeightDecay,
        Regularization.L1 => L1,
        Regularization.ProximalL1 => ProximalL1,
        _ => null,
    };

    /// <summary>The regularization whose λ a setting is; <see cref="Regularization.None"/> for other settings.</summary>
    /// <param name="key">The setting's key.</param>
    public static Regularization RegularizationOf(string key) =>
        Enum.GetValues<Regularization>().FirstOrDefault(regularization => Of(regularization)?.Key == key);

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
