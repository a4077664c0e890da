using OptimizerDynamics.Data;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Trains a study's networks on a backend, with what names mean in a registry; trials share the images they have in
/// common.</summary>
/// <remarks>This library loads no backend: whoever composes a program hands one in, such as <c>new TorchBackend("cpu")</c>.</remarks>
/// <param name="registry">What the names of architectures and data sets mean.</param>
/// <param name="backend">Computes the networks.</param>
/// <param name="environment">What records say of the program, its libraries and its device.</param>
public sealed class TrainingEngine(Registry registry, ITrainingBackend backend, RunEnvironment environment) : IDisposable
{
    private readonly SharedImages _images = new(registry.DataSets);

    /// <summary>Where the files of a data set are, by its name in trials; empty for a set that needs none.</summary>
    public Func<string, string> FolderOf { get; init; } = _ => "";

    /// <summary>The number of threads that the backend computes with, at least 1: records say it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>What records say of the program, its libraries and its device.</summary>
    public RunEnvironment Environment => environment;

    /// <summary>Reads the data of a trial and initializes its network.</summary>
    /// <param name="trial">The trial.</param>
    /// <returns>Its training, before the first step.</returns>
    /// <exception cref="InputException">The trial cannot be run as it is: its data are missing or damaged, or its numbers do not
    /// fit.</exception>
    public TrainingSession Create(TrainingTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        try
        {
            var (training, test) = _images.Of(
                new DataChoice(trial.Data, FolderOf(trial.Data), trial.Size, trial.Images, trial.TestImages, trial.Classes));
            var setup = new TrainingSetup(
                ArchitectureOf(trial), trial.Width, trial.NegativeSlope, trial.Chain, trial.BatchSize, trial.Iterations, trial.Epochs,
                (ulong)trial.Seed, AugmentationNames.Parse(trial.Augment))
            {
                Identity = trial.Specification.Id,
                PruningCriteria = registry.PruningCriteria,
                Measures = registry.Measures,
            };
            foreach (var parameter in registry.Parameters)
                setup = parameter.Configure(setup, trial.Values);
            return new TrainingSession(backend, setup, training, test);
        }
        catch (Exception cause) when (cause is DataFileException or ArgumentException)
        {
            throw new InputException(Text.WordsOf(cause), cause);
        }
    }

    /// <summary>Frees the images.</summary>
    public void Dispose() => _images.Dispose();

    private Architecture ArchitectureOf(TrainingTrial trial) =>
        registry.FindArchitecture(trial.Network) ?? throw new InputException(
            Nearest.Unknown("network", trial.Network, [.. registry.Architectures.Select(architecture => architecture.Name)]));
}
