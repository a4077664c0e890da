using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>RAdam's direction: momentum alone while the second moment rests on few gradients, then Adam with a rectified step.</summary>
/// <remarks>
/// <code>
/// (1)  mₜ = β₁·mₜ₋₁ + (1 − β₁)·gₜ,   m̂ₜ = mₜ/(1 − β₁ᵗ)
/// (2)  vₜ = β₂·vₜ₋₁ + (1 − β₂)·gₜ²
/// (3)  ρ∞ = 2/(1 − β₂) − 1,   ρₜ = ρ∞ − 2t·β₂ᵗ/(1 − β₂ᵗ)
/// (4)  ρₜ &gt; 5:  rₜ = √[(ρₜ − 4)(ρₜ − 2)·ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)·ρₜ)],   u ← rₜ·m̂ₜ·√(1 − β₂ᵗ)/(√vₜ + ε)
///      else:    u ← m̂ₜ
/// </code>
/// β₁ <c>beta1</c>, β₂ <c>beta2</c>, ε <c>epsilon</c>, outside the root and before the bias is corrected, as in PyTorch.
/// Source: Liu et al. 2020, "On the variance of the adaptive learning rate and beyond" (arXiv 1908.03265).
/// Differs from: the article rectifies from ρₜ &gt; 4 on and has no ε; TorchSharp 0.107.0 multiplies by the learning rate twice where ρₜ
/// &gt; 5.
/// </remarks>
public sealed record ScaleByRAdam : MomentRule
{
    private const int Correction = 0, IsAdaptive = 1;
    private const double AdaptiveFrom = 5;

    /// <summary>RAdam's direction with the usual settings.</summary>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1). Up to 2/3 ρ∞ stays below 5, and the rule never becomes adaptive.</param>
    /// <param name="epsilon">ε in [0, ∞).</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    public ScaleByRAdam(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        : base(beta1, beta2, epsilon)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<RuleVector> Vectors => [new("m"), new("v")];

    /// <inheritdoc/>
    public override int CoefficientCount => 2;

    /// <inheritdoc/>
    public override void BeginStep(StepContext context, Span<double> coefficients, Span<double> scalars)
    {
        var t = context.Number;
        double power2 = PortableMath.Pow(Beta2, t), correction2 = 1 - power2;
        var limit = 2 / (1 - Beta2) - 1;                                                    // (3)
        var rho = limit - 2 * t * power2 / correction2;
        var isAdaptive = rho > AdaptiveFrom;
        var rectification = isAdaptive                                                      // (4)
            ? Math.Sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho)) * Math.Sqrt(correction2)
            : 1;
        coefficients[Correction] = rectification / PortableMath.OneMinusPow(Beta1, t);
        coefficients[IsAdaptive] = isAdaptive ? 1 : 0;
    }

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block)
    {
        Span<T> m = block.Vector(0), v = block.Vector(1), denominator = block.Scratch, u = block.Update;
        block.Average(m, Beta1, block.Incoming);                              // (1)
        block.AverageSquare(v, Beta2, block.Incoming);                        // (2)
        block.Scale(u, m, block.Coefficient(Correction));                     // (4)
        if (block.Coefficient(IsAdaptive) != T.Zero)
        {
            block.RootPlus(denominator, v, T.CreateTruncating(Epsilon));
            block.Divide(u, u, denominator);
        }
    }

    /// <inheritdoc/>
    public override void ApplyPart<T>(in RuleBlock<T> part, in RuleBlock<T> whole)
    {
        part.Average(part.Vector(0), Beta1, part.Incoming);                   // (1)
        part.Scale(part.Update, part.Vector(0), part.Coefficient(Correction)); // (4)
        if (part.Coefficient(IsAdaptive) != T.Zero)
            part.Divide(part.Update, part.Update, whole.Scratch);             // where the denominator was left
    }
}
