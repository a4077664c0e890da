using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;

namespace OptimizerDynamics.Experiments;

/// <summary>Studies of kind <c>low-gradient</c>: one silent parameter, simulated in this process on some threads.</summary>
public class LowGradientKind : IStudyKind
{
    /// <inheritdoc/>
    public string Name => LowGradientTrial.Kind;

    /// <inheritdoc/>
    public ImmutableArray<string> Sections { get; } = ["base", "sweep", "settings", "seeds", "phaseDiagrams", "report"];

    /// <inheritdoc/>
    public bool RunsInProcesses => false;

    /// <inheritdoc/>
    public IStudy Read(StudySource source) => LowGradientStudy.Of(source, this);

    /// <summary>Runs trials on some threads; each record is written when its simulation is done.</summary>
    /// <param name="run">The trials.</param>
    /// <returns>The records.</returns>
    public IReadOnlyCollection<TrialRecord> Run(StudyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var all = new ConcurrentBag<TrialRecord>();
        var decays = LowGradientSimulation.Of(run.Trials.OfType<LowGradientTrial>())
            .Select(simulation => new Func<List<TrialRecord>>(() => Simulate(run, simulation)));
        var diagrams = run.Trials.OfType<PhaseDiagramTrial>().Select(diagram => new Func<List<TrialRecord>>(() => [Compute(run, diagram)]));
        var options = new ParallelOptions { MaxDegreeOfParallelism = run.Jobs, CancellationToken = run.End };
        try
        {
            Parallel.ForEach([.. decays, .. diagrams], options, simulate =>
            {
                foreach (var record in simulate())
                {
                    run.Store.Write(record);
                    all.Add(record);
                    run.Progress.Report(new TrialProgress(record.Id, TrialPhase.Recorded, 1, Record: record));
                }
            });
        }
        catch (AggregateException failures)
        {
            // Where one record cannot be written, others cannot either: the first says it.
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        return all;
    }

    private static List<TrialRecord> Simulate(StudyRun run, LowGradientSimulation simulation)
    {
        var (started, watch) = (DateTime.UtcNow, Stopwatch.StartNew());
        var results = simulation.Run();
        var seconds = watch.Elapsed.TotalSeconds / results.Length;
        return
        [
            .. simulation.Trials.Zip(results, (trial, result) => Record(run, trial, result.ToJson(), started, seconds, result.Diverged)),
        ];
    }

    /// <summary>Cells that diverge are part of a diagram: it says so itself.</summary>
    private static TrialRecord Compute(StudyRun run, PhaseDiagramTrial diagram)
    {
        var (started, watch) = (DateTime.UtcNow, Stopwatch.StartNew());
        var result = diagram.Compute();
        return Record(run, diagram, result.ToJson(), started, watch.Elapsed.TotalSeconds, null);
    }

    private static TrialRecord Record(
        StudyRun run, IStudyTrial trial, JsonObject result, DateTime started, double seconds, string? diverged) =>
        new(
            run.Study.Name, trial.Specification, run.Environment, started, seconds,
            diverged is null ? TrialStatus.Completed : TrialStatus.Diverged, diverged,
            result)
        { Plan = run.Study.Plan?.Hash };
}
