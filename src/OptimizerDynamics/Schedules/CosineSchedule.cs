using System.Globalization;

namespace OptimizerDynamics;

/// <summary>
/// η = floor + (1 − floor) · ½(1 + cos(π·t/T)), T the run length: from 1 at the start towards <c>floor</c> at the end.
/// </summary>
/// <remarks>Loshchilov and Hutter 2017, "SGDR" (arXiv 1608.03983), one period without restarts.</remarks>
public sealed record CosineSchedule : Schedule
{
    /// <summary>One half-wave over the whole run.</summary>
    /// <param name="floor">The multiplier that the run ends at, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The floor lies outside.</exception>
    public CosineSchedule(double floor = 0) => Floor = Interval.Fraction.Require(floor, nameof(floor));

    /// <summary>The multiplier at the end of the run.</summary>
    public double Floor { get; }

    /// <inheritdoc/>
    public override bool NeedsRunLength => true;

    /// <inheritdoc/>
    protected override string Arguments => string.Create(CultureInfo.InvariantCulture, $"floor: {Floor}");

    /// <inheritdoc/>
    public override double MultiplierAt(long iteration, long runLength) =>
        Floor + (1 - Floor) * (1 + PortableMath.Cos(Math.PI * Math.Min(iteration, runLength) / runLength)) / 2;
}
