using System.Diagnostics;
using System.Text.Json.Nodes;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>Runs the trials of a low-gradient study on some threads, and writes a record for each.</summary>
internal sealed class LowGradientRunner(string study, RunStore store, RunEnvironment environment, int jobs)
{
    /// <summary>Runs trials; each record is written when its simulation is done.</summary>
    /// <param name="trials">The trials, no two alike.</param>
    /// <param name="progress">Is told, from any thread, of trials that were done.</param>
    public void Run(IReadOnlyCollection<IStudyTrial> trials, Action<IReadOnlyList<TrialRecord>> progress)
    {
        var decays = LowGradientSimulation.Of(trials.OfType<LowGradientTrial>()).Select(simulation => new Func<List<TrialRecord>>(() => Simulate(simulation)));
        var diagrams = trials.OfType<PhaseDiagramTrial>().Select(diagram => new Func<List<TrialRecord>>(() => [Compute(diagram)]));
        Parallel.ForEach([.. decays, .. diagrams], new ParallelOptions { MaxDegreeOfParallelism = jobs }, simulate =>
        {
            var records = simulate();
            foreach (var record in records)
                store.Write(record);
            progress(records);
        });
    }

    private List<TrialRecord> Simulate(LowGradientSimulation simulation)
    {
        var (started, watch) = (DateTime.UtcNow, Stopwatch.StartNew());
        var results = simulation.Run();
        var seconds = watch.Elapsed.TotalSeconds / results.Length;
        return [.. simulation.Trials.Zip(results, (trial, result) => Record(trial, result.ToJson(), started, seconds, result.Diverged))];
    }

    /// <summary>Cells that diverge are part of a diagram: it says so itself.</summary>
    private TrialRecord Compute(PhaseDiagramTrial diagram)
    {
        var (started, watch) = (DateTime.UtcNow, Stopwatch.StartNew());
        var result = diagram.Compute();
        return Record(diagram, result.ToJson(), started, watch.Elapsed.TotalSeconds, null);
    }

    private TrialRecord Record(IStudyTrial trial, JsonObject result, DateTime started, double seconds, string? diverged) => new(
        study, trial.Specification, environment, started, seconds, diverged is null ? TrialStatus.Completed : TrialStatus.Diverged, diverged, result);
}
