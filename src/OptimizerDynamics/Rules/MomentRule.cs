using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace OptimizerDynamics;

/// <summary>
/// What the rules of Adam's family share: two averages with weights β₁ and β₂, an ε, and the quotient that is Adam's step.
/// </summary>
/// <remarks>
/// <code>
/// (1)  m̂ₜ = mₜ/(1 − β₁ᵗ),   v̂ₜ = vₜ/(1 − β₂ᵗ)
/// (2)  u ← m̂ₜ/(√v̂ₜ + ε)
/// </code>
/// Implementation note: computed as u ← [√(1 − β₂ᵗ)/(1 − β₁ᵗ)]·m/(√v + ε·√(1 − β₂ᵗ)), the same number with two passes over the block less.
/// </remarks>
public abstract record MomentRule : UpdateRule
{
    private const int Correction = 0, ScaledEpsilon = 1;

    /// <summary>Checks and keeps the hyperparameters.</summary>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε in [0, ∞).</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    protected MomentRule(double beta1, double beta2, double epsilon)
    {
        Beta1 = Interval.Averaging.Require(beta1, nameof(beta1));
        Beta2 = Interval.Averaging.Require(beta2, nameof(beta2));
        Epsilon = Interval.NonNegative.Require(epsilon, nameof(epsilon));
    }

    /// <summary>β₁: the weight of the past in the first moment.</summary>
    public double Beta1 { get; }

    /// <summary>β₂: the weight of the past in what the moment is divided by.</summary>
    public double Beta2 { get; }

    /// <summary>ε: keeps the divisor away from 0; each rule says where it stands.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override int CoefficientCount => 2;

    /// <summary>m: every rule of the family has it as its first vector.</summary>
    public override ImmutableArray<int> LinearVectors => [0];

    /// <summary>Null for the library's rules. One from elsewhere speaks for itself.</summary>
    public override string? WhyNotSplit => GetType().Assembly == typeof(MomentRule).Assembly ? null : base.WhyNotSplit;

    /// <inheritdoc/>
    protected override string Arguments =>
        string.Create(CultureInfo.InvariantCulture, $"beta1: {Beta1}, beta2: {Beta2}, epsilon: {Epsilon}");

    /// <inheritdoc/>
    public override void BeginStep(StepContext context, Span<double> coefficients, Span<double> scalars)
    {
        var rootOfCorrection2 = Math.Sqrt(PortableMath.OneMinusPow(Beta2, context.Number));
        coefficients[Correction] = rootOfCorrection2 / PortableMath.OneMinusPow(Beta1, context.Number);
        coefficients[ScaledEpsilon] = Epsilon * rootOfCorrection2;
    }

    /// <summary>The index of the vector that the moment is divided by the root of.</summary>
    private protected virtual int DivisorVector => 1;

    /// <summary>The part's own first moment over the rule's divisor: what all rules do that are Adam's quotient
    /// over one vector or another.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="part">The part's block.</param>
    /// <param name="whole">The rule's block.</param>
    public override void ApplyPart<T>(in RuleBlock<T> part, in RuleBlock<T> whole)
    {
        part.Average(part.Vector(0), Beta1, part.Incoming);
        CorrectAndDivide(part, part.Vector(0), part.Vector(DivisorVector));
    }

    /// <summary>Formulas (1) and (2): writes the block's update.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="block">The block.</param>
    /// <param name="m">The first moment.</param>
    /// <param name="v">The second moment, or what the rule has in its stead.</param>
    private protected static void CorrectAndDivide<T>(
        in RuleBlock<T> block, ReadOnlySpan<T> m, ReadOnlySpan<T> v) where T : unmanaged, IFloatingPointIeee754<T> =>
        block.ScaledQuotient(block.Update, block.Coefficient(Correction), m, v, block.Coefficient(ScaledEpsilon));

    /// <summary>The averages of the incoming update and of its square, then formulas (1) and (2): to the bits of one after the other, in
    /// one pass.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="block">The block.</param>
    /// <param name="m">The first moment.</param>
    /// <param name="v">The second moment.</param>
    private protected void AverageCorrectAndDivide<T>(
        in RuleBlock<T> block, Span<T> m, Span<T> v) where T : unmanaged, IFloatingPointIeee754<T> =>
        block.MomentQuotient(
            block.Update, block.Coefficient(Correction), m, Beta1, v, Beta2, block.Incoming, block.Coefficient(ScaledEpsilon));
}
