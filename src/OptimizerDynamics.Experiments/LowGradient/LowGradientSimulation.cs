using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>Low-gradient trials that one simulation can run, each seed of each a lane: those that differ in λ, gradient and seeds
/// only.</summary>
/// <param name="trials">The trials.</param>
public sealed class LowGradientSimulation(ImmutableArray<LowGradientTrial> trials)
{
    /// <summary>|θ| is recorded at so many iterations a decade.</summary>
    private const int PointsPerDecade = 24;

    /// <summary>The trials.</summary>
    public ImmutableArray<LowGradientTrial> Trials { get; } = trials;

    /// <summary>Shares trials out among as few simulations as there can be.</summary>
    /// <param name="trials">The trials.</param>
    public static IEnumerable<LowGradientSimulation> Of(IEnumerable<LowGradientTrial> trials) => trials
        .GroupBy(trial => (Chain: trial.UnitChain, trial.Iterations, trial.InitialValue, trial.Threshold, trial.Process.Transition))
        .Select(group => new LowGradientSimulation([.. group]));

    /// <summary>Runs the simulation.</summary>
    /// <returns>The results, in the order of <see cref="Trials"/>.</returns>
    public ImmutableArray<LowGradientResult> Run()
    {
        // Lanes of the same seed beside each other.
        var lanes = Trials.SelectMany((trial, t) =>
            trial.Seeds.Select((seed, s) => (Trial: t, Place: s, Lane: new DecayLane(trial.Lambda, trial.Process, (ulong)seed))))
            .OrderBy(lane => lane.Lane.Seed).ToArray();
        var first = Trials[0];
        var simulation = new DecaySimulation(
            first.UnitChain, lanes.Select(lane => lane.Lane), first.Iterations, first.InitialValue, first.Threshold);
        var curves = Trials.Select(_ => ImmutableArray.CreateBuilder<LowGradientPoint>()).ToArray();
        foreach (var iteration in Points(first.Iterations))
        {
            simulation.Run(iteration - simulation.Step);
            var values = Trials.Select(trial => new double[trial.Seeds.Length]).ToArray();
            for (var i = 0; i < lanes.Length; i++)
                values[lanes[i].Trial][lanes[i].Place] = Math.Abs(simulation.Parameters[i]);
            foreach (var (curve, value) in curves.Zip(values))
                curve.Add(Point(iteration, value));
        }

        var outcomes = Trials.Select(trial => new DecayOutcome[trial.Seeds.Length]).ToArray();
        foreach (var (lane, outcome) in lanes.Zip(simulation.Outcomes()))
            outcomes[lane.Trial][lane.Place] = outcome;
        return [.. outcomes.Zip(curves, (outcome, curve) => new LowGradientResult([.. outcome], curve.ToImmutable()))];
    }

    /// <summary>0, 1, 2, … and then evenly spaced logarithms, up to the last iteration.</summary>
    private static SortedSet<long> Points(long iterations)
    {
        var points = new SortedSet<long> { 0, iterations };
        for (var i = 0; PortableMath.Pow(10, i / (double)PointsPerDecade) is var point && point < iterations; i++)
            points.Add((long)Math.Round(point));
        return points;
    }

    private static LowGradientPoint Point(long iteration, double[] values)
    {
        if (!Array.TrueForAll(values, double.IsFinite))
            return new LowGradientPoint(iteration, double.NaN, double.NaN, double.NaN);
        var median = SampleMedian.Of(values);
        return new LowGradientPoint(iteration, median.Median, median.Low, median.High);
    }
}
