using System.Globalization;
using System.Numerics;
using Xunit.Sdk;

namespace OptimizerDynamics.Testing;

/// <summary>Comparisons of trajectories.</summary>
internal static class Numbers
{
    /// <summary>Fails unless every number of two trajectories is the same, bit for bit (any two NaN count as the same).</summary>
    public static void SameBits<T>(T[][] expected, T[][] actual) where T : IFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var step = 0; step < expected.Length; step++)
        {
            for (var i = 0; i < expected[step].Length; i++)
            {
                if (!expected[step][i].Equals(actual[step][i]))
                    throw new XunitException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"Step {step}, parameter {i}: expected {expected[step][i]:R}, found {actual[step][i]:R}."));
            }
        }
    }

    /// <summary>
    /// The largest difference of two trajectories, relative to how far the parameter has come: the larger of its greatest magnitude so
    /// far and the way it has travelled.
    /// </summary>
    /// <remarks>A parameter that wanders far and returns to 0 carries the rounding of its way: relative to where it stands the error would
    /// be unbounded whatever the arithmetic.</remarks>
    public static double LargestError(double[][] expected, double[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = 0.0;
        for (var i = 0; i < expected[0].Length; i++)
        {
            double scale = Math.Abs(expected[0][i]), travelled = scale;
            for (var step = 1; step < expected.Length; step++)
            {
                var (was, now, found) = (expected[step - 1][i], expected[step][i], actual[step][i]);
                if (!double.IsFinite(now) && now.Equals(found))
                    break; // from here on both are lost in the same way
                travelled += Math.Abs(now - was);
                scale = Math.Max(scale, Math.Max(Math.Abs(now), travelled));
                var error = now == found ? 0 : Math.Abs(now - found) / scale;
                largest = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(largest, error);
            }
        }

        return largest;
    }
}
