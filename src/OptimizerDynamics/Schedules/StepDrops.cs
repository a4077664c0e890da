using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>
/// η = factorᵏ, where k is the number of drops at or before the iteration: step drops at given iterations.
/// </summary>
/// <remarks>With <c>at = [100]</c> the iterations 0 … 99 run at 1, those from 100 on at the factor (PyTorch's <c>MultiStepLR</c>, stepped
/// once an iteration).</remarks>
public sealed record StepDrops : Schedule
{
    /// <summary>Drops at the given iterations.</summary>
    /// <param name="at">The iterations, counted from 0: at least one, none negative, strictly increasing.</param>
    /// <param name="factor">What each drop multiplies by, in [0, ∞); 0.1 in the paper.</param>
    /// <exception cref="ArgumentException">The iterations are not as required.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not.</exception>
    public StepDrops(ImmutableArray<long> at, double factor = 0.1)
    {
        if (at.IsDefaultOrEmpty || at[0] < 0 || !at.Zip(at.Skip(1)).All(pair => pair.First < pair.Second))
            throw new ArgumentException(
                $"at = {(at.IsDefault ? "none" : List(at))} must hold strictly increasing iterations, the first at least 0.", nameof(at));
        (At, Factor) = (at, Interval.NonNegative.Require(factor, nameof(factor)));
    }

    /// <summary>The iterations at which η drops.</summary>
    public ImmutableArray<long> At { get; }

    /// <summary>What each drop multiplies by.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    protected override string Arguments => string.Create(CultureInfo.InvariantCulture, $"at: {List(At)}, factor: {Factor}");

    /// <inheritdoc/>
    public override double MultiplierAt(long iteration, long runLength)
    {
        var multiplier = 1.0;
        foreach (var drop in At)
        {
            if (iteration >= drop)
                multiplier *= Factor;
        }

        return multiplier;
    }

    /// <summary>Equal when iterations and factor are.</summary>
    /// <param name="other">The schedule to compare with.</param>
    public bool Equals(StepDrops? other) => other is not null && Factor.Equals(other.Factor) && At.SequenceEqual(other.At);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Factor, At.Length, At[0]);
}
