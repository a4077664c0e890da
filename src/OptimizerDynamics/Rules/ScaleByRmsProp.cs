using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>RMSProp's direction: the gradient over the root of its mean square, or of its variance.</summary>
/// <remarks>
/// <code>
/// (1)  vₜ = α·vₜ₋₁ + (1 − α)·gₜ²
/// (2)  centred only:  aₜ = α·aₜ₋₁ + (1 − α)·gₜ,   and vₜ − aₜ² stands for vₜ in (3)
/// (3)  u ← gₜ/(√vₜ + ε)
/// </code>
/// α <c>alpha</c>, ε <c>epsilon</c>, outside the root; no bias correction. Sources: Tieleman and Hinton 2012, lecture 6.5; centred: Graves
/// 2013 (arXiv 1308.0850). RMSProp with momentum is this rule followed by <see cref="Momentum"/>.
/// Differs from: Hinton's lecture has no ε; Graves and TensorFlow/Keras put it inside the root, and their momentum contains the learning
/// rate. Rounding can make vₜ − aₜ² negative when
/// the gradient hardly varies: the root is then NaN, here as in PyTorch.
/// </remarks>
public sealed record ScaleByRmsProp : UpdateRule
{
    /// <summary>RMSProp's direction with the usual settings.</summary>
    /// <param name="alpha">α in [0, 1): the weight of the past.</param>
    /// <param name="epsilon">ε in [0, ∞). With ε = 0 an element whose gradient was always 0 becomes 0/0 = NaN.</param>
    /// <param name="centered">Whether to divide by the variance's root instead of the mean square's.</param>
    /// <exception cref="ArgumentOutOfRangeException">α or ε is outside its range.</exception>
    public ScaleByRmsProp(double alpha = 0.99, double epsilon = 1e-8, bool centered = false)
    {
        Alpha = Interval.Averaging.Require(alpha, nameof(alpha));
        Epsilon = Interval.NonNegative.Require(epsilon, nameof(epsilon));
        Centered = centered;
    }

    /// <summary>α: the weight of the past.</summary>
    public double Alpha { get; }

    /// <summary>ε, added to the root.</summary>
    public double Epsilon { get; }

    /// <summary>Whether the mean is subtracted.</summary>
    public bool Centered { get; }

    /// <inheritdoc/>
    public override ImmutableArray<RuleVector> Vectors => Centered ? [new("v"), new("a")] : [new("v")];

    /// <inheritdoc/>
    protected override string Arguments =>
        string.Create(CultureInfo.InvariantCulture, $"alpha: {Alpha}, epsilon: {Epsilon}, centered: {(Centered ? "true" : "false")}");

    /// <inheritdoc/>
    public override string? WhyNotSplit => null;

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block)
    {
        Span<T> v = block.Vector(0), spread = block.Scratch;
        block.AverageSquare(v, Alpha, block.Incoming);                         // (1)
        if (Centered)
        {
            var a = block.Vector(1);
            block.Average(a, Alpha, block.Incoming);                           // (2)
            block.SubtractSquare(spread, v, a);
            block.RootPlus(spread, spread, T.CreateTruncating(Epsilon));       // (3)
        }
        else
        {
            block.RootPlus(spread, v, T.CreateTruncating(Epsilon));            // (3)
        }

        block.Divide(block.Update, block.Incoming, spread);
    }

    /// <inheritdoc/>
    public override void ApplyPart<T>(in RuleBlock<T> part, in RuleBlock<T> whole) =>
        part.Divide(part.Update, part.Incoming, whole.Scratch); // where the denominator was left
}
