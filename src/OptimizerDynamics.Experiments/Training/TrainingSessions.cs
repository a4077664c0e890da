using OptimizerDynamics.Data;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Makes the training of a trial.</summary>
internal static class TrainingSessions
{
    /// <summary>Reads the data of a trial and initializes its network.</summary>
    /// <param name="engine">Has the backend and the images.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="cancellation">Ends the reading of its data.</param>
    /// <returns>Its training, before the first step.</returns>
    /// <exception cref="InputException">The trial cannot be run as it is: its data are missing or damaged, or its numbers do not
    /// fit.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static TrainingSession Create(this TrainingEngine engine, TrainingTrial trial, CancellationToken cancellation)
    {
        if (trial.Engine != engine.Backend.Name)
            throw new InputException($"the trial is of the engine '{trial.Engine}', and '{engine.Backend.Name}' computes here");
        try
        {
            var (training, test) = engine.Images.Of(
                new DataChoice(trial.Data, engine.FolderOf(trial.Data), trial.Size, trial.Images, trial.TestImages, trial.Classes),
                cancellation);
            var setup = new TrainingSetup(
                ArchitectureOf(engine.Registry, trial), trial.Width, trial.NegativeSlope, trial.Chain, trial.BatchSize, trial.Iterations,
                trial.Epochs, (ulong)trial.Seed, AugmentationNames.Parse(trial.Augment))
            {
                Identity = trial.Specification.Id,
                IsNormalized = TrainingParameters.IsNormalizedIn(trial.Values),
                Rescaling = trial.ValueOf(TrainingParameters.ScaleRescaling),
                PruningCriteria = engine.Registry.PruningCriteria,
                Measures = engine.Registry.Measures,
            };
            foreach (var parameter in engine.Registry.Parameters)
                setup = parameter.Configure(setup, trial.Values);
            return new TrainingSession(engine.Backend, setup, training, test);
        }
        catch (OperationCanceledException cause)
        {
            throw new OperationCanceledException("stopped while images were read; the same command reads them again", cause, cancellation);
        }
        catch (Exception cause) when (cause is DataFileException or ArgumentException)
        {
            throw new InputException(Text.WordsOf(cause), cause);
        }
    }

    private static Architecture ArchitectureOf(Registry registry, TrainingTrial trial) =>
        registry.FindArchitecture(trial.Network) ?? throw new InputException(
            Nearest.Unknown("network", trial.Network, [.. registry.Architectures.Select(architecture => architecture.Name)]));
}
