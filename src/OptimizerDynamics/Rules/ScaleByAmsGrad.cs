using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>AMSGrad's direction: Adam's, with a second moment that never shrinks.</summary>
/// <remarks>
/// <code>
/// (1)  mₜ = β₁·mₜ₋₁ + (1 − β₁)·gₜ
/// (2)  vₜ = β₂·vₜ₋₁ + (1 − β₂)·gₜ²
/// (3)  v̄ₜ = max(v̄ₜ₋₁, vₜ)
/// (4)  u ← [mₜ/(1 − β₁ᵗ)] / (√(v̄ₜ/(1 − β₂ᵗ)) + ε)
/// </code>
/// β₁ <c>beta1</c>, β₂ <c>beta2</c>, ε <c>epsilon</c>, outside the root. Source: Reddi, Kale and Kumar 2018, "On the convergence of Adam
/// and beyond". The maximum is taken over the raw v and corrected for bias afterwards, as in PyTorch.
/// Differs from: the article corrects no bias and has no ε; TensorFlow/Keras add ε to √v̄ before the bias is corrected.
/// </remarks>
public sealed record ScaleByAmsGrad : MomentRule
{
    /// <summary>AMSGrad's direction with the settings that the paper uses for Adam.</summary>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε in [0, ∞). With ε = 0 an element whose gradient was always 0 becomes 0/0 = NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    public ScaleByAmsGrad(double beta1 = 0.9, double beta2 = 0.99, double epsilon = 1e-8)
        : base(beta1, beta2, epsilon)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<RuleVector> Vectors => [new("m"), new("v"), new("vMax")];

    private protected override int DivisorVector => 2;

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block)
    {
        Span<T> m = block.Vector(0), v = block.Vector(1), vMax = block.Vector(2);
        block.Average(m, Beta1, block.Incoming);                         // (1)
        block.AverageSquare(v, Beta2, block.Incoming);                   // (2)
        block.Max(vMax, vMax, v);                                        // (3)
        CorrectAndDivide(block, m, vMax);                                  // (4)
    }
}
