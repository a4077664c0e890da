using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>θ on its way through the silence, as a fraction of what it was when the silence began.</summary>
/// <param name="Points">Iterations since the silence began and θ, by ascending time, from (0, 1) on.</param>
/// <param name="IsDiverged">Whether θ grew beyond all bounds after the last point.</param>
public sealed record FatePath(ImmutableArray<FatePoint> Points, bool IsDiverged = false)
{
    /// <summary>The last time that is known of.</summary>
    public double End => Points[^1].Time;

    /// <summary>When |θ| first comes down to a fraction of its start; between two points as an exponential where it is one, else as a
    /// straight line.</summary>
    /// <param name="fraction">The fraction, in (0, 1).</param>
    public FateTime TimeTo(double fraction)
    {
        if (IsDiverged)
            return new FateTime(double.NaN, FateEnd.Diverged);
        for (var i = 1; i < Points.Length; i++)
        {
            var (before, now) = (Points[i - 1], Points[i]);
            if (now.Theta > fraction || Math.Abs(now.Theta) > Math.Abs(before.Theta))
                continue;
            if (now.Spread > fraction / 4)
                return new FateTime(double.NaN, FateEnd.HiddenByNoise);
            var share = before.Theta <= fraction ? 1 // it swung through 0 before, ever farther
                : now.Theta > 0
                ? Math.Log(before.Theta / fraction) / Math.Log(before.Theta / now.Theta)
                : (before.Theta - fraction) / (before.Theta - now.Theta);
            return new FateTime(before.Time + share * (now.Time - before.Time), FateEnd.Reached);
        }

        return new FateTime(double.PositiveInfinity, FateEnd.NotYet);
    }

    /// <summary>θ at a time, between the points as a straight line; NaN behind the last one.</summary>
    /// <param name="time">Iterations since the silence began.</param>
    public double At(double time)
    {
        var next =
            Points.BinarySearch(new FatePoint(time, 0, 0), Comparer<FatePoint>.Create((one, other) => one.Time.CompareTo(other.Time)));
        if (next >= 0)
            return Points[next].Theta;
        next = ~next;
        if (next == 0 || next == Points.Length)
            return double.NaN;
        var (before, now) = (Points[next - 1], Points[next]);
        return before.Theta + (now.Theta - before.Theta) * (time - before.Time) / (now.Time - before.Time);
    }
}

/// <summary>A point of a path.</summary>
/// <param name="Time">Iterations since the silence began.</param>
/// <param name="Theta">θ over θ at the beginning of the silence; of several simulated parameters the mean, of silent ones the
/// median.</param>
/// <param name="Spread">How far half of them are from that, at most; 0 for a law.</param>
public readonly record struct FatePoint(double Time, double Theta, double Spread);

/// <summary>When something happens to θ, or why that is not known.</summary>
/// <param name="Iterations">Iterations since the silence began; infinite where it did not happen, NaN where it cannot be told.</param>
/// <param name="End">What became of it.</param>
public readonly record struct FateTime(double Iterations, FateEnd End);

/// <summary>What became of a parameter that was to come down to a fraction of itself.</summary>
public enum FateEnd
{
    /// <summary>It did.</summary>
    Reached,

    /// <summary>Not within what was looked at.</summary>
    NotYet,

    /// <summary>Its gradient's noise moves it farther than what would be left of it.</summary>
    HiddenByNoise,

    /// <summary>It grew beyond all bounds.</summary>
    Diverged,
}
