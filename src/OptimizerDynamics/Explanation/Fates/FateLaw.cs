using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>
/// What theory says of a parameter's fate: the closed forms of <see cref="DecayLaws"/> as rates of decay, with a schedule.
/// </summary>
/// <remarks>
/// <code>
/// θₜ₊₁ = θₜ·(1 − ηₜ·r(t, θ)),   r = λ of decoupled decay + the rate of L2 under the rule (<see cref="DecayRateUnderRule"/>)
/// </code>
/// Where r hardly changes, many steps are taken as one: (1 − η·r)ⁿ, in at most a five-hundredth of the time that has passed, and at most a
/// fiftieth of what is left of θ. So a run of a billion iterations costs some ten thousand steps.
/// </remarks>
public static class FateLaw
{
    /// <summary>How much of the time passed, and of θ, a step of the integration may take.</summary>
    private const double ShareOfTime = 0.002, ShareOfTheta = 0.02;

    /// <summary>Where a path ends: far below the threshold.</summary>
    private const double Gone = FateProtocol.Threshold * 1e-2;

    /// <summary>How much of θ may be left where a step takes all of it.</summary>
    private const double LeftAtLast = 0.5;

    /// <summary>The path of θ.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="fate">How often there is a gradient.</param>
    /// <param name="protocol">The run.</param>
    /// <param name="coarseness">How many times longer the integration's steps may be: 1 for a path to read numbers from, 5 for a cell of a
    /// diagram, which is right to some percent.</param>
    /// <returns>The path to the end of the run, or until θ is gone; null where there is no law, and where a step would take all of
    /// θ.</returns>
    public static FatePath? Of(UpdateSetting setting, FateCase fate, FateProtocol protocol, double coarseness = 1)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(protocol);
        if (DecayRateUnderRule.Of(setting, fate, protocol) is not { } coupled)
            return null;
        var points = ImmutableArray.CreateBuilder<FatePoint>();
        var (theta, time) = (1.0, 0L);
        points.Add(new FatePoint(0, 1, 0));
        while (time < protocol.Silence && theta > Gone)
        {
            var multiplier = setting.Schedule.MultiplierAt(protocol.Transition + time, protocol.Iterations);
            var decay = setting.WeightDecay * (setting.IsDecayScheduled ? multiplier : 1) + multiplier * coupled(time, theta);
            if (!(decay < 1))
            {
                // A rule whose steps are α long takes what is left in the end; at the beginning that is no decay any more.
                if (theta > LeftAtLast)
                    return null;
                points.Add(new FatePoint(time + 1, 0, 0));
                break;
            }

            var steps = Math.Clamp(
                (long)Math.Min(coarseness * ShareOfTime * (time + 1), coarseness * ShareOfTheta / Math.Max(decay, 1e-300)), 1,
                protocol.Silence - time);
            theta *= Math.Exp(steps * LogOneMinus(decay));
            time += steps;
            points.Add(new FatePoint(time, theta, 0));
        }

        return new FatePath(points.ToImmutable());
    }

    /// <summary>ln(1 − x), without losing a small x beside 1.</summary>
    private static double LogOneMinus(double x) => -2 * Math.Atanh(x / (2 - x));
}
