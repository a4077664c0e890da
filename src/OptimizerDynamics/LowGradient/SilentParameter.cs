using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>What an optimizer makes of a parameter that never has a gradient: whether decay alone can take it within a run.</summary>
/// <param name="Gone">The first iteration, from 1, after which |θ| is below the threshold; null where it never is.</param>
/// <param name="AtEnd">|θ| at the end of the run, where it is never below the threshold; NaN where it is.</param>
public readonly record struct SilentParameter(long? Gone, double AtEnd)
{
    private const int SteadySteps = 4_000;
    private const long LongRun = 1_000_000_000;
    private const double LargeGradient = 1e3, SameStep = 1e-3;

    /// <summary>Follows a parameter whose gradient is 0 in every iteration, in double precision.</summary>
    /// <remarks>
    /// It is the fastest that decay alone can be where it goes through an adaptive rule: no gradient has filled the second moment.
    /// </remarks>
    /// <param name="chain">The optimizer.</param>
    /// <param name="kind">What the parameter is: decay may act on some kinds only.</param>
    /// <param name="iterations">The length of the run, at least 1.</param>
    /// <param name="initialValue">θ at the start; finite.</param>
    /// <param name="threshold">The magnitude below which it counts as gone, above 0; the paper's for γ is 1e-3.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static SilentParameter Under(
        Chain chain, ParameterKinds kind, long iterations, double initialValue = 1, double threshold = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        Interval.Finite.Require(initialValue, nameof(initialValue));
        Interval.Positive.Require(threshold, nameof(threshold));
        double[] theta = [initialValue], gradient = [0];
        if (!chain.AddsDecay)
            return new SilentParameter(Math.Abs(initialValue) < threshold ? 1 : null, Math.Abs(initialValue));
        var optimizer = new CpuOptimizer<double>(chain, LayoutOf(kind), iterations, new CpuOptions { MaxThreads = 1 });
        for (long iteration = 1; iteration <= iterations; iteration++)
        {
            optimizer.Step(theta, gradient);
            if (Math.Abs(theta[0]) < threshold)
                return new SilentParameter(iteration, double.NaN);
        }

        return new SilentParameter(null, Math.Abs(theta[0]));
    }

    /// <summary>The length of the steps that an optimizer makes, without decay and at the full learning rate, of a gradient that never
    /// changes: α in Adam, whatever the gradient is. Decoupled weight decay of λ holds |θ| at no more than that over λ.</summary>
    /// <param name="chain">The optimizer; of its schedule the beginning of a very long run counts.</param>
    /// <param name="kind">What the parameter is.</param>
    /// <returns>The length; null where it depends on the gradient (SGD), or goes on changing (Adagrad).</returns>
    public static double? SteadyStep(Chain chain, ParameterKinds kind)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var (ofOne, ofMany, half) = (Step(1, SteadySteps), Step(LargeGradient, SteadySteps), Step(1, SteadySteps / 2));
        return IsSame(ofOne, ofMany) && IsSame(ofOne, half) && ofOne > 0 ? ofOne : null;

        static bool IsSame(double one, double other) => Math.Abs(one - other) <= SameStep * one;

        double Step(double gradient, int steps)
        {
            var optimizer = new CpuOptimizer<double>(chain, LayoutOf(kind), LongRun, new CpuOptions { MaxThreads = 1 });
            double[] theta = [0], gradients = [gradient];
            for (var step = 0; step < steps; step++)
            {
                theta[0] = 0; // so that nothing decays
                optimizer.Step(theta, gradients);
            }

            return Math.Abs(theta[0]);
        }
    }

    private static ParameterLayout LayoutOf(ParameterKinds kind) => new([("θ", kind, ImmutableArray.Create(1))]);
}
