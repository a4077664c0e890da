using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>NAdam's direction: Adam with Nesterov's look-ahead and a warming momentum.</summary>
/// <remarks>
/// <code>
/// (1)  μₜ = β₁·(1 − ½·0.96^(t·ψ)),   πₜ = πₜ₋₁·μₜ,   π₀ = 1
/// (2)  mₜ = β₁·mₜ₋₁ + (1 − β₁)·gₜ
/// (3)  vₜ = β₂·vₜ₋₁ + (1 − β₂)·gₜ²
/// (4)  m̂ₜ = μₜ₊₁·mₜ/(1 − πₜ·μₜ₊₁) + (1 − μₜ)·gₜ/(1 − πₜ)
/// (5)  u ← m̂ₜ/(√(vₜ/(1 − β₂ᵗ)) + ε)
/// </code>
/// β₁ <c>beta1</c>, β₂ <c>beta2</c>, ε <c>epsilon</c>, outside the root, ψ <c>momentumDecay</c>. Source: Dozat 2016, "Incorporating
/// Nesterov momentum into Adam". Differs from: the article averages m with μₜ in (2), PyTorch and this rule with β₁; Keras fixes ψ = 1,
/// with which μₜ reaches β₁ within some hundred steps instead of some tens of thousands.
/// </remarks>
public sealed record ScaleByNAdam : MomentRule
{
    private const int OfGradient = 0, OfMoment = 1, ScaledEpsilon = 2;

    /// <summary>NAdam's direction with the usual settings.</summary>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε in [0, ∞).</param>
    /// <param name="momentumDecay">ψ in [0, ∞).</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    public ScaleByNAdam(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double momentumDecay = 4e-3)
        : base(beta1, beta2, epsilon)
    {
        MomentumDecay = Interval.NonNegative.Require(momentumDecay, nameof(momentumDecay));
    }

    /// <summary>ψ: how fast μₜ rises from β₁/2 to β₁.</summary>
    public double MomentumDecay { get; }

    /// <inheritdoc/>
    public override ImmutableArray<RuleVector> Vectors => [new("m"), new("v")];

    /// <inheritdoc/>
    public override ImmutableArray<RuleScalar> Scalars => [new("π", 1)];

    /// <inheritdoc/>
    public override int CoefficientCount => 3;

    /// <inheritdoc/>
    protected override string Arguments => string.Create(CultureInfo.InvariantCulture, $"{base.Arguments}, momentumDecay: {MomentumDecay}");

    /// <inheritdoc/>
    public override void BeginStep(StepContext context, Span<double> coefficients, Span<double> scalars)
    {
        double mu = Mu(context.Number), muNext = Mu(context.Number + 1);
        var product = scalars[0] *= mu;                                              // (1)
        var rootOfCorrection2 = Math.Sqrt(PortableMath.OneMinusPow(Beta2, context.Number));
        coefficients[OfGradient] = (1 - mu) / (1 - product) * rootOfCorrection2;
        coefficients[OfMoment] = muNext / (1 - product * muNext) * rootOfCorrection2;
        coefficients[ScaledEpsilon] = Epsilon * rootOfCorrection2;
    }

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block)
    {
        Span<T> m = block.Vector(0), v = block.Vector(1), denominator = block.Scratch, u = block.Update;
        block.Average(m, Beta1, block.Incoming);                                   // (2)
        block.AverageSquare(v, Beta2, block.Incoming);                             // (3)
        block.Scale(u, block.Incoming, block.Coefficient(OfGradient));             // (4)
        block.AddScaled(u, u, block.Coefficient(OfMoment), m);
        block.RootPlus(denominator, v, block.Coefficient(ScaledEpsilon));          // (5)
        block.Divide(u, u, denominator);
    }

    /// <inheritdoc/>
    public override void ApplyPart<T>(in RuleBlock<T> part, in RuleBlock<T> whole)
    {
        Span<T> m = part.Vector(0), u = part.Update;
        part.Average(m, Beta1, part.Incoming);                        // (2)
        part.Scale(u, part.Incoming, part.Coefficient(OfGradient));                // (4)
        part.AddScaled(u, u, part.Coefficient(OfMoment), m);
        part.Divide(u, u, whole.Scratch);                                          // (5), where the denominator was left
    }

    private double Mu(long t) => Beta1 * (1 - 0.5 * PortableMath.Pow(0.96, t * MomentumDecay));
}
