using System.Globalization;

namespace OptimizerDynamics;

/// <summary>
/// η = min(1, (t + 1)/length) · then(t): rises in a straight line over the first iterations, on top of another schedule.
/// </summary>
/// <remarks>The first iteration already moves (multiplier 1/length), the last of the warm-up is at full strength. The schedule
/// underneath is not shifted: it counts from the start of the run.</remarks>
public sealed record LinearWarmUp : Schedule
{
    /// <summary>A warm-up before another schedule.</summary>
    /// <param name="length">Number of iterations of the warm-up, at least 1.</param>
    /// <param name="then">The schedule underneath; constant when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public LinearWarmUp(long length, Schedule? then = null)
    {
        if (length < 1)
            throw new ArgumentOutOfRangeException(nameof(length), length, $"length = {length} must be at least 1.");
        (Length, Then) = (length, then ?? Constant);
    }

    /// <summary>Number of iterations of the warm-up.</summary>
    public long Length { get; }

    /// <summary>The schedule underneath.</summary>
    public Schedule Then { get; }

    /// <inheritdoc/>
    public override bool NeedsRunLength => Then.NeedsRunLength;

    /// <inheritdoc/>
    protected override string Arguments => string.Create(CultureInfo.InvariantCulture, $"length: {Length}, then: {Then}");

    /// <inheritdoc/>
    public override double MultiplierAt(long iteration, long runLength) =>
        Math.Min(1, (iteration + 1.0) / Length) * Then.MultiplierAt(iteration, runLength);
}
