using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>Yogi's direction: Adam's, with a second moment that moves by at most (1 − β₂)·g² a step.</summary>
/// <remarks>
/// <code>
/// (1)  mₜ = β₁·mₜ₋₁ + (1 − β₁)·gₜ
/// (2)  vₜ = vₜ₋₁ − (1 − β₂)·sign(vₜ₋₁ − gₜ²)·gₜ²,   v₀ = initialAccumulator
/// (3)  u ← [mₜ/(1 − β₁ᵗ)] / (√(vₜ/(1 − β₂ᵗ)) + ε)
/// </code>
/// β₁ <c>beta1</c>, β₂ <c>beta2</c>, ε <c>epsilon</c>, outside the root. Source: Zaheer et al. 2018, "Adaptive methods for nonconvex
/// optimization". For a silent parameter v does not shrink at all.
/// Differs from: the article corrects no bias and starts v from a mini-batch's squared gradient; optax corrects the bias as we do, but
/// starts m at 1e-6 as well as v. PyTorch has none.
/// </remarks>
public sealed record ScaleByYogi : MomentRule
{
    /// <summary>Yogi's direction with its authors' settings.</summary>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε in [0, ∞).</param>
    /// <param name="initialAccumulator">v₀ in [0, ∞).</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    public ScaleByYogi(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-3, double initialAccumulator = 1e-6)
        : base(beta1, beta2, epsilon)
    {
        InitialAccumulator = Interval.NonNegative.Require(initialAccumulator, nameof(initialAccumulator));
    }

    /// <summary>v₀: what the second moment starts from.</summary>
    public double InitialAccumulator { get; }

    /// <inheritdoc/>
    public override ImmutableArray<RuleVector> Vectors => [new("m"), new("v", InitialAccumulator)];

    /// <inheritdoc/>
    protected override string Arguments =>
        string.Create(CultureInfo.InvariantCulture, $"{base.Arguments}, initialAccumulator: {InitialAccumulator}");

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block)
    {
        Span<T> m = block.Vector(0), v = block.Vector(1), square = block.Scratch, direction = block.SecondScratch;
        block.Average(m, Beta1, block.Incoming);                         // (1)
        block.Multiply(square, block.Incoming, block.Incoming);          // (2); g is used up here: the update's memory is free
        block.Subtract(direction, v, square);
        block.Sign(direction, direction, block.Update);
        block.Multiply(direction, direction, square);
        block.AddScaled(v, v, Beta2 - 1, direction);
        CorrectAndDivide(block, m, v);                                     // (3)
    }
}
