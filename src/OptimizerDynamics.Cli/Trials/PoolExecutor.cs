using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>Runs trainings in a <see cref="TrialPool"/> and shows them.</summary>
/// <param name="folder">The folder of the run store.</param>
/// <param name="events">Where TensorBoard finds them; null where it is not to.</param>
/// <param name="device">Where they compute.</param>
/// <param name="output">Takes the progress.</param>
internal sealed class PoolExecutor(string folder, EventFolder? events, string device, TextWriter output) : ITrialExecutor
{
    /// <summary>Whether a trial is run although another process has left a record of it meanwhile.</summary>
    public bool RunsRecorded { get; init; }

    /// <summary>How many trials at most are packed into one network, and run in one process.</summary>
    public int Pack { get; init; } = 1;

    /// <inheritdoc/>
    public IReadOnlyCollection<TrialRecord> Run(StudyRun run)
    {
        var trials = run.Trials.Cast<TrainingTrial>().ToList();
        // What cannot be had is said before anything runs.
        foreach (var data in trials.Select(trial => trial.Data).Distinct())
            KnownData.Find(data);
        if (trials.Count > 0)
            LibtorchDevice.Require(device);
        IReadOnlyCollection<TrialRecord> records = [];
        new ProgressDisplay(output).ShowMany(run.Study.Name, trials.Count, "trials", progress =>
            records = new TrialPool(run.Study.Name, run.Store, folder, device, run.Jobs, events) { RunsRecorded = RunsRecorded, Pack = Pack }
                .Run([.. trials.Select(trial => (trial, run.Study.NameOf(trial)))], progress, run.End));
        return records;
    }
}
