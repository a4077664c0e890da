using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>Adagrad's direction: the gradient over the root of the sum of all its squares.</summary>
/// <remarks>
/// <code>
/// (1)  sₜ = sₜ₋₁ + gₜ²,   s₀ = initialAccumulator
/// (2)  u ← gₜ/(√sₜ + ε)
/// </code>
/// ε <c>epsilon</c>, outside the root. Source: Duchi, Hazan and Singer 2011, "Adaptive subgradient methods".
/// PyTorch's <c>lr_decay</c> is <see cref="ScaleBySchedule"/> with <see cref="InverseTimeDecay"/>, before the learning rate.
/// Differs from: TensorFlow/Keras start at s₀ = 0.1 and put ε inside the root.
/// </remarks>
public sealed record ScaleByAdagrad : UpdateRule
{
    /// <summary>Adagrad's direction with the usual settings.</summary>
    /// <param name="epsilon">ε in [0, ∞). With ε = 0 an element whose gradient was always 0 becomes 0/0 = NaN.</param>
    /// <param name="initialAccumulator">s₀ in [0, ∞).</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    public ScaleByAdagrad(double epsilon = 1e-10, double initialAccumulator = 0)
    {
        Epsilon = Interval.NonNegative.Require(epsilon, nameof(epsilon));
        InitialAccumulator = Interval.NonNegative.Require(initialAccumulator, nameof(initialAccumulator));
    }

    /// <summary>ε, added to the root.</summary>
    public double Epsilon { get; }

    /// <summary>s₀: what the sum starts from.</summary>
    public double InitialAccumulator { get; }

    /// <inheritdoc/>
    public override ImmutableArray<RuleVector> Vectors => [new("s", InitialAccumulator)];

    /// <inheritdoc/>
    protected override string Arguments =>
        string.Create(CultureInfo.InvariantCulture, $"epsilon: {Epsilon}, initialAccumulator: {InitialAccumulator}");

    /// <inheritdoc/>
    public override string? WhyNotSplit => null;

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block)
    {
        Span<T> s = block.Vector(0), root = block.Scratch;
        block.AddSquare(s, block.Incoming);                            // (1)
        block.RootPlus(root, s, T.CreateTruncating(Epsilon));          // (2)
        block.Divide(block.Update, block.Incoming, root);
    }

    /// <inheritdoc/>
    public override void ApplyPart<T>(in RuleBlock<T> part, in RuleBlock<T> whole) =>
        part.Divide(part.Update, part.Incoming, whole.Scratch); // where the denominator was left
}
