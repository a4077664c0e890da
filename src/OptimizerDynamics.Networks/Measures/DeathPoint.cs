using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>How many features are dead after some iterations: a point of a curve over the logarithm of the iteration, which shorter
/// trainings would have ended on.</summary>
/// <param name="Iteration">The number of steps taken.</param>
/// <param name="Inactive">The number of features of each layer with |γ| &lt; 1e-3.</param>
public sealed record DeathPoint(long Iteration, ImmutableArray<int> Inactive)
{
    /// <summary>Ten steps a decade: the preferred numbers R10 (ISO 3), from 100 on.</summary>
    private static readonly ImmutableArray<long> _preferred = [100, 125, 160, 200, 250, 315, 400, 500, 630, 800];

    /// <summary>Whether there is a point after so many iterations: 100, 125, 160, …, 1,000, 1,250, … .</summary>
    /// <param name="iteration">The number of steps taken.</param>
    public static bool IsDue(long iteration)
    {
        while (iteration >= 1000 && iteration % 10 == 0)
            iteration /= 10;
        return _preferred.Contains(iteration);
    }
}
