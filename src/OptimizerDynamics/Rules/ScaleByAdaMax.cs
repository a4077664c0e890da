using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>AdaMax's direction: the first moment over a decaying maximum of the gradient's magnitude.</summary>
/// <remarks>
/// <code>
/// (1)  mₜ = β₁·mₜ₋₁ + (1 − β₁)·gₜ
/// (2)  nₜ = max(β₂·nₜ₋₁, |gₜ| + ε)
/// (3)  u ← [mₜ/(1 − β₁ᵗ)] / nₜ
/// </code>
/// β₁ <c>beta1</c>, β₂ <c>beta2</c>, ε <c>epsilon</c>, inside the maximum, as in PyTorch. Source: Kingma and Ba 2015 (arXiv 1412.6980),
/// algorithm 2. Differs from: the article has no ε; TensorFlow/Keras add it to n in (3).
/// </remarks>
public sealed record ScaleByAdaMax : MomentRule
{
    /// <summary>AdaMax's direction with the usual settings.</summary>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε in [0, ∞). With ε = 0 an element whose gradient was always 0 becomes 0/0 = NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    public ScaleByAdaMax(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        : base(beta1, beta2, epsilon)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<RuleVector> Vectors => [new("m"), new("n")];

    /// <inheritdoc/>
    public override int CoefficientCount => 1;

    /// <inheritdoc/>
    public override void BeginStep(StepContext context, Span<double> coefficients, Span<double> scalars) =>
        coefficients[0] = 1 / PortableMath.OneMinusPow(Beta1, context.Number);

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block)
    {
        Span<T> m = block.Vector(0), n = block.Vector(1), magnitude = block.Scratch, u = block.Update;
        block.Average(m, Beta1, block.Incoming);                   // (1)
        block.AbsPlus(magnitude, block.Incoming, Epsilon);         // (2)
        block.Scale(n, n, Beta2);
        block.Max(n, n, magnitude);
        block.Divide(u, m, n);                                     // (3)
        block.Scale(u, u, block.Coefficient(0));
    }

    /// <inheritdoc/>
    public override void ApplyPart<T>(in RuleBlock<T> part, in RuleBlock<T> whole)
    {
        part.Average(part.Vector(0), Beta1, part.Incoming);        // (1)
        part.Divide(part.Update, part.Vector(0), part.Vector(1));  // (3)
        part.Scale(part.Update, part.Update, part.Coefficient(0));
    }
}
