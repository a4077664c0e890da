using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>Lion's direction: the sign of an average of gradient and momentum.</summary>
/// <remarks>
/// <code>
/// (1)  u ← sign(β₁·mₜ₋₁ + (1 − β₁)·gₜ),   sign(0) = 0
/// (2)  mₜ = β₂·mₜ₋₁ + (1 − β₂)·gₜ
/// </code>
/// β₁ <c>beta1</c>, β₂ <c>beta2</c>; there is no ε. Source: Chen et al. 2023, "Symbolic discovery of optimization algorithms" (arXiv
/// 2302.06675). PyTorch has none. The article's decay is AdamW's (α·λ·θ a step); see <see cref="AddDecayedWeights"/> for the places it can
/// take.
/// </remarks>
public sealed record ScaleByLion : UpdateRule
{
    /// <summary>Lion's direction with its authors' settings.</summary>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    public ScaleByLion(double beta1 = 0.9, double beta2 = 0.99)
    {
        Beta1 = Interval.Averaging.Require(beta1, nameof(beta1));
        Beta2 = Interval.Averaging.Require(beta2, nameof(beta2));
    }

    /// <summary>β₁: the weight of the momentum in the direction.</summary>
    public double Beta1 { get; }

    /// <summary>β₂: the weight of the past in the momentum.</summary>
    public double Beta2 { get; }

    /// <inheritdoc/>
    public override ImmutableArray<RuleVector> Vectors => [new("m")];

    /// <inheritdoc/>
    public override string? WhyNotSplit => "the sign of a sum is not the sum of signs";

    /// <inheritdoc/>
    protected override string Arguments => string.Create(CultureInfo.InvariantCulture, $"beta1: {Beta1}, beta2: {Beta2}");

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block)
    {
        Span<T> m = block.Vector(0), blend = block.Scratch;
        block.Scale(blend, m, Beta1);
        block.AddScaled(blend, blend, 1 - Beta1, block.Incoming);          // β₁·m + (1 − β₁)·g
        block.Average(m, Beta2, block.Incoming);                           // (2), before u overwrites g
        block.Sign(block.Update, blend, block.SecondScratch);              // (1)
    }
}
