using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>
/// <see cref="StepDrops"/> at fractions of the run: a drop at fraction f happens at iteration round(f · run length).
/// </summary>
/// <remarks>The paper's schedule, 250 epochs and then 75 at a tenth, is <c>new FractionDrops([250.0 / 325])</c>.</remarks>
public sealed record FractionDrops : Schedule
{
    /// <summary>Drops at the given fractions.</summary>
    /// <param name="at">Fractions in (0, 1): at least one, strictly increasing.</param>
    /// <param name="factor">What each drop multiplies by, in [0, ∞); 0.1 in the paper.</param>
    /// <exception cref="ArgumentException">The fractions are not as required.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not.</exception>
    public FractionDrops(ImmutableArray<double> at, double factor = 0.1)
    {
        if (at.IsDefaultOrEmpty
            || !at.All(fraction => fraction is > 0 and < 1)
            || !at.Zip(at.Skip(1)).All(pair => pair.First < pair.Second))
            throw new ArgumentException(
                $"at = {(at.IsDefault ? "none" : List(at))} must hold strictly increasing fractions in (0, 1).", nameof(at));
        (At, Factor) = (at, Interval.NonNegative.Require(factor, nameof(factor)));
    }

    /// <summary>The fractions of the run at which η drops.</summary>
    public ImmutableArray<double> At { get; }

    /// <summary>What each drop multiplies by.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    public override bool NeedsRunLength => true;

    /// <inheritdoc/>
    protected override string Arguments => string.Create(CultureInfo.InvariantCulture, $"at: {List(At)}, factor: {Factor}");

    /// <inheritdoc/>
    public override double MultiplierAt(long iteration, long runLength)
    {
        var multiplier = 1.0;
        foreach (var fraction in At)
        {
            if (iteration >= Math.Round(fraction * runLength))
                multiplier *= Factor;
        }

        return multiplier;
    }

    /// <summary>Equal when fractions and factor are.</summary>
    /// <param name="other">The schedule to compare with.</param>
    public bool Equals(FractionDrops? other) => other is not null && Factor.Equals(other.Factor) && At.SequenceEqual(other.At);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Factor, At.Length, At[0]);
}
