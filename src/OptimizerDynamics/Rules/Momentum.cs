using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>Heavy-ball or Nesterov momentum.</summary>
/// <remarks>
/// <code>
/// (1)  b₁ = u₁,   bₜ = μ·bₜ₋₁ + (1 − τ)·uₜ   for t &gt; 1
/// (2)  u ← bₜ                  heavy ball
///      u ← uₜ + μ·bₜ           Nesterov
/// </code>
/// μ <c>mu</c>, τ <c>dampening</c>. The first step is not dampened.
/// Sources: Polyak 1964; Sutskever et al. 2013, in the form that applies the gradient at the present point.
/// Differs from: Sutskever et al. and TensorFlow/Keras put the learning rate inside the velocity, which differs once the rate changes
/// during a run. PyTorch's SGD ignores dampening where μ = 0, and so does this rule.
/// </remarks>
public sealed record Momentum : UpdateRule
{
    private const int Kept = 0, Taken = 1;

    /// <summary>Accumulates a velocity.</summary>
    /// <param name="mu">μ in [0, 1); 0 does nothing.</param>
    /// <param name="nesterov">Whether to look ahead along the velocity.</param>
    /// <param name="dampening">τ in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">μ or τ is outside its range.</exception>
    /// <exception cref="ArgumentException">Nesterov with τ ≠ 0 or μ = 0, which has no meaning.</exception>
    public Momentum(double mu, bool nesterov = false, double dampening = 0)
    {
        Mu = Interval.Averaging.Require(mu, nameof(mu));
        Dampening = Interval.Fraction.Require(dampening, nameof(dampening));
        Nesterov = nesterov;
        if (nesterov && (mu == 0 || dampening != 0))
            throw new ArgumentException("nesterov requires a momentum above 0 and no dampening.", nameof(nesterov));
    }

    /// <summary>μ: how much of the velocity stays from step to step.</summary>
    public double Mu { get; }

    /// <summary>Whether the update looks ahead along the velocity.</summary>
    public bool Nesterov { get; }

    /// <summary>τ: how much of each incoming update, after the first, is withheld from the velocity.</summary>
    public double Dampening { get; }

    /// <inheritdoc/>
    public override ImmutableArray<RuleVector> Vectors => [new("b")];

    /// <inheritdoc/>
    public override int? PassedOnVector => Nesterov ? null : 0;

    /// <inheritdoc/>
    public override int CoefficientCount => 2;

    /// <inheritdoc/>
    public override bool IsIdentity => Mu == 0;

    /// <inheritdoc/>
    protected override string Arguments =>
        string.Create(CultureInfo.InvariantCulture, $"mu: {Mu}, nesterov: {(Nesterov ? "true" : "false")}, dampening: {Dampening}");

    /// <inheritdoc/>
    public override void BeginStep(StepContext context, Span<double> coefficients, Span<double> scalars)
    {
        coefficients[Kept] = Mu;
        coefficients[Taken] = context.Number == 1 ? 1 : 1 - Dampening;
    }

    /// <inheritdoc/>
    public override ImmutableArray<int> LinearVectors => [0];

    /// <inheritdoc/>
    public override string? WhyNotSplit => null;

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block)
    {
        var b = block.Vector(0);
        if (block.Coefficient(Taken) == T.One)
        {
            block.AddScaled(b, block.Incoming, block.Coefficient(Kept), b);             // b ← u + μ·b
        }
        else
        {
            block.Scale(b, b, block.Coefficient(Kept));
            block.AddScaled(b, b, block.Coefficient(Taken), block.Incoming);            // b ← μ·b + (1 − τ)·u
        }

        if (Nesterov)
            block.AddScaled(block.Update, block.Incoming, block.Coefficient(Kept), b);  // u ← u + μ·b; else u ← b
    }
}
