using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>AdaBelief's direction: Adam's, divided by how far gradients stray from their own average instead of by their size.</summary>
/// <remarks>
/// <code>
/// (1)  mₜ = β₁·mₜ₋₁ + (1 − β₁)·gₜ
/// (2)  sₜ = β₂·sₜ₋₁ + (1 − β₂)·(gₜ − mₜ)² + ε
/// (3)  u ← [mₜ/(1 − β₁ᵗ)] / (√(sₜ/(1 − β₂ᵗ)) + ε)
/// </code>
/// β₁ <c>beta1</c>, β₂ <c>beta2</c>, ε <c>epsilon</c>, twice: inside the average and outside the root, as in the article.
/// Source: Zhuang et al. 2020, "AdaBelief" (arXiv 2010.07468). PyTorch has none. Since ε is added at every step, s of a silent parameter
/// tends to ε/(1 − β₂), not to 0.
/// Differs from: optax has two settings for the two places of ε.
/// </remarks>
public sealed record ScaleByAdaBelief : MomentRule
{
    /// <summary>AdaBelief's direction with its authors' settings.</summary>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε in [0, ∞).</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    public ScaleByAdaBelief(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-16)
        : base(beta1, beta2, epsilon)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<RuleVector> Vectors => [new("m"), new("s")];

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block)
    {
        Span<T> m = block.Vector(0), s = block.Vector(1), surprise = block.Scratch;
        block.Average(m, Beta1, block.Incoming);                         // (1)
        block.Subtract(surprise, block.Incoming, m);                     // (2)
        block.AverageSquare(s, Beta2, surprise);
        block.Add(s, s, Epsilon);
        CorrectAndDivide(block, m, s);                                     // (3)
    }
}
