using System.Collections.Immutable;
using System.Diagnostics;
using OptimizerDynamics.LowGradient;
using OptimizerDynamics.Records;
using OptimizerDynamics.Statistics;

namespace OptimizerDynamics.Cli.Studies;

/// <summary>Runs low-gradient trials, those of one optimizer and regularization as lanes of one simulation, and writes a record for each.</summary>
internal sealed class LowGradientRunner(string study, RunStore store, RunEnvironment environment, int jobs)
{
    /// <summary>|θ| is recorded at so many iterations a decade.</summary>
    private const int PointsPerDecade = 16;

    /// <summary>Runs trials; each record is written when its simulation is done.</summary>
    /// <param name="trials">The trials, no two alike.</param>
    /// <param name="progress">Is told, from any thread, of trials that were done.</param>
    public void Run(IEnumerable<LowGradientTrial> trials, Action<IReadOnlyList<TrialRecord>> progress)
    {
        var groups = trials.GroupBy(trial => (Chain: trial.UnitChain, trial.Iterations, trial.InitialValue, trial.Threshold, trial.Process.Transition));
        Parallel.ForEach(groups, new ParallelOptions { MaxDegreeOfParallelism = jobs }, group =>
        {
            var records = Simulate(group.Key.Chain, [.. group]);
            foreach (var record in records)
                store.Write(record);
            progress(records);
        });
    }

    private List<TrialRecord> Simulate(Chain chain, LowGradientTrial[] trials)
    {
        var (started, watch) = (DateTime.UtcNow, Stopwatch.StartNew());
        // Lanes of the same seed beside each other.
        var lanes = trials.SelectMany((trial, t) => trial.Seeds.Select((seed, s) => (Trial: t, Place: s, Lane: new DecayLane(trial.Lambda, trial.Process, (ulong)seed))))
            .OrderBy(lane => lane.Lane.Seed).ToArray();
        var first = trials[0];
        var simulation = new DecaySimulation(chain, lanes.Select(lane => lane.Lane), first.Iterations, first.InitialValue, first.Threshold);
        var curves = Array.ConvertAll(trials, _ => ImmutableArray.CreateBuilder<LowGradientPoint>());
        foreach (var iteration in Points(first.Iterations))
        {
            simulation.Run(iteration - simulation.Done);
            var values = Array.ConvertAll(trials, trial => new double[trial.Seeds.Length]);
            for (var i = 0; i < lanes.Length; i++)
                values[lanes[i].Trial][lanes[i].Place] = Math.Abs(simulation.Parameters[i]);
            for (var t = 0; t < trials.Length; t++)
                curves[t].Add(Point(iteration, values[t]));
        }

        var outcomes = Array.ConvertAll(trials, trial => new DecayOutcome[trial.Seeds.Length]);
        foreach (var (lane, outcome) in lanes.Zip(simulation.Outcomes()))
            outcomes[lane.Trial][lane.Place] = outcome;
        return [.. trials.Select((trial, t) => Record(trial, new LowGradientResult([.. outcomes[t]], curves[t].ToImmutable()), started, watch.Elapsed.TotalSeconds / trials.Length))];
    }

    private TrialRecord Record(LowGradientTrial trial, LowGradientResult result, DateTime started, double seconds)
    {
        var diverged = result.Outcomes.Count(outcome => !double.IsFinite(outcome.Final));
        return new TrialRecord(
            study, trial.Specification, environment, started, seconds,
            diverged == 0 ? TrialStatus.Completed : TrialStatus.Diverged,
            diverged == 0 ? null : $"θ is not finite at the end for {diverged} of {result.Outcomes.Length} seeds",
            result.ToJson());
    }

    /// <summary>0, 1, 2, … and then evenly spaced logarithms, up to the last iteration.</summary>
    private static SortedSet<long> Points(long iterations)
    {
        var points = new SortedSet<long> { 0, iterations };
        for (var i = 0; Math.Pow(10, i / (double)PointsPerDecade) < iterations; i++)
            points.Add((long)Math.Round(Math.Pow(10, i / (double)PointsPerDecade)));
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
