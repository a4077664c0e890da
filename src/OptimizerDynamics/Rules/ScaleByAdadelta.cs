using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>
/// Adadelta's direction: the gradient times the ratio of two running root mean squares, of past updates and of gradients.
/// </summary>
/// <remarks>
/// <code>
/// (1)  vₜ = ρ·vₜ₋₁ + (1 − ρ)·gₜ²
/// (2)  u ← gₜ·√(dₜ₋₁ + ε)/√(vₜ + ε)
/// (3)  dₜ = ρ·dₜ₋₁ + (1 − ρ)·u²
/// </code>
/// ρ <c>rho</c>, ε <c>epsilon</c>, inside both roots. Source: Zeiler 2012, "ADADELTA" (arXiv 1212.5701).
/// Differs from: the article has no learning rate (α = 1); Keras defaults to α = 0.001, ρ = 0.95 and ε = 1e-7.
/// <para>Implementation note: the ratio of the two roots is computed as the root of the ratio.</para>
/// </remarks>
public sealed record ScaleByAdadelta : UpdateRule
{
    /// <summary>Adadelta's direction with the paper's settings.</summary>
    /// <param name="rho">ρ in [0, 1): the weight of the past.</param>
    /// <param name="epsilon">ε in [0, ∞). With ε = 0 it never leaves the start, since d₀ = 0, and is 0/0 = NaN where the first gradient is
    /// 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    public ScaleByAdadelta(double rho = 0.9, double epsilon = 1e-6)
    {
        Rho = Interval.Averaging.Require(rho, nameof(rho));
        Epsilon = Interval.NonNegative.Require(epsilon, nameof(epsilon));
    }

    /// <summary>ρ: the weight of the past.</summary>
    public double Rho { get; }

    /// <summary>ε, inside both roots.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override ImmutableArray<RuleVector> Vectors => [new("v"), new("d")];

    /// <inheritdoc/>
    protected override string Arguments => string.Create(CultureInfo.InvariantCulture, $"rho: {Rho}, epsilon: {Epsilon}");

    /// <inheritdoc/>
    public override string? WhyNotSplit => null;

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block)
    {
        Span<T> v = block.Vector(0), d = block.Vector(1), ratio = block.Scratch, below = block.SecondScratch, u = block.Update;
        block.AverageSquare(v, Rho, block.Incoming);                     // (1)
        block.Add(ratio, d, Epsilon);                                    // (2)
        block.Add(below, v, Epsilon);
        block.Divide(ratio, ratio, below);
        block.Root(ratio, ratio);
        block.Multiply(u, block.Incoming, ratio);
        block.AverageSquare(d, Rho, u);                                  // (3)
    }

    /// <inheritdoc/>
    public override void ApplyPart<T>(in RuleBlock<T> part, in RuleBlock<T> whole) =>
        part.Multiply(part.Update, part.Incoming, whole.Scratch); // where (2) left the ratio: d is of the next step by now
}
