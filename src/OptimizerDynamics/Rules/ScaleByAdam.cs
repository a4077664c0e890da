using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>Adam's direction: the first moment over the root of the second, both freed of their bias towards 0.</summary>
/// <remarks>
/// <code>
/// (1)  mₜ = β₁·mₜ₋₁ + (1 − β₁)·gₜ
/// (2)  vₜ = β₂·vₜ₋₁ + (1 − β₂)·gₜ²
/// (3)  m̂ₜ = mₜ/(1 − β₁ᵗ),   v̂ₜ = vₜ/(1 − β₂ᵗ)
/// (4)  u ← m̂ₜ/(√v̂ₜ + ε)
/// </code>
/// β₁ <c>beta1</c>, β₂ <c>beta2</c>, ε <c>epsilon</c>, outside the root. Source: Kingma and Ba 2015, "Adam" (arXiv 1412.6980).
/// Differs from: TensorFlow/Keras add ε to √v before the bias is corrected (the article's "ε̂"), which makes ε larger by 1/√(1 − β₂ᵗ).
/// </remarks>
public sealed record ScaleByAdam : MomentRule
{
    /// <summary>Adam's direction with the paper's β₂ = 0.99 (0.999 elsewhere).</summary>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε in [0, ∞). With ε = 0 an element whose gradient was always 0 becomes 0/0 = NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    public ScaleByAdam(double beta1 = 0.9, double beta2 = 0.99, double epsilon = 1e-8)
        : base(beta1, beta2, epsilon)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<RuleVector> Vectors => [new("m"), new("v")];

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block) =>
        AverageCorrectAndDivide(block, block.Vector(0), block.Vector(1)); // (1) to (4)
}
