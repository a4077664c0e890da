using System.Collections.Immutable;
using OptimizerDynamics.Data;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Trains a study's networks on a backend, with what names mean in a registry; trials share the images they have in
/// common.</summary>
/// <remarks>This library loads no backend: whoever composes a program hands one in, such as <c>new TorchBackend("cpu")</c>.</remarks>
/// <param name="registry">What the names of architectures and data sets mean.</param>
/// <param name="backend">Computes the networks.</param>
/// <param name="environment">What records say of the program, its libraries and its device.</param>
public sealed class TrainingEngine(Registry registry, ITrainingBackend backend, RunEnvironment environment) : ITrainingEngine
{
    private readonly SharedImages _images = new(registry.DataSets);

    /// <summary>What the names of <see cref="AugmentationNames.All"/> mean.</summary>
    public static ImmutableSortedDictionary<string, Augmentation> Augmentations { get; } =
        ImmutableSortedDictionary<string, Augmentation>.Empty
            .Add("none", Augmentation.None).Add("flip", Augmentation.Flip)
            .Add("crop-flip", Augmentation.CropFlip).Add("resized-crop-flip", Augmentation.ResizedCropFlip);

    /// <summary>Where the files of a data set are, by its name in trials; empty for a set that needs none.</summary>
    public Func<string, string> FolderOf { get; init; } = _ => "";

    /// <summary>How many threads the backend computes with.</summary>
    public int Threads { get; init; } = 1;

    /// <inheritdoc/>
    public RunEnvironment Environment => environment;

    /// <inheritdoc/>
    public ITraining Create(TrainingTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        try
        {
            var (training, test) = _images.Of(
                new DataChoice(trial.Data, FolderOf(trial.Data), trial.Size, trial.Images, trial.TestImages, trial.Classes));
            var setup = new TrainingSetup(
                ArchitectureOf(trial), trial.Width, trial.NegativeSlope, trial.Chain, trial.BatchSize, trial.Iterations, trial.Epochs,
                (ulong)trial.Seed, Augmentations[trial.Augment])
            {
                Identity = trial.Specification.Id,
                PruningCriteria = registry.PruningCriteria,
                Measures = registry.Measures,
            };
            foreach (var parameter in registry.Parameters)
                setup = parameter.Configure(setup, trial.Values);
            return new SessionTraining(new TrainingSession(backend, setup, training, test));
        }
        catch (Exception cause) when (cause is DataFileException or ArgumentException)
        {
            throw new InputException(cause.Message.Split('\n')[0].Split(" (Parameter '")[0], cause);
        }
    }

    /// <inheritdoc/>
    public IPackedTrainings Pack(IReadOnlyList<ITraining> trainings) =>
        new SessionPack(TrainingSession.Pack(trainings.Select(training => ((SessionTraining)training).Session)));

    /// <summary>Frees the images.</summary>
    public void Dispose() => _images.Dispose();

    private Architecture ArchitectureOf(TrainingTrial trial) =>
        registry.Architectures.FirstOrDefault(architecture => architecture.Name == trial.Network) ?? throw new InputException(
            Nearest.Unknown("network", trial.Network, [.. registry.Architectures.Select(architecture => architecture.Name)]));

    private sealed class SessionTraining(TrainingSession session) : ITraining
    {
        public TrainingSession Session => session;

        public IReadOnlyList<string> Layers => session.Layers;

        public TrialSteps Steps => new(session.StepCount, session.Iterations);

        public bool IsCompleted => session.IsCompleted;

        public string? Divergence => session.Divergence;

        public string? Remark => session.Remark;

        public IReadOnlyList<CurvePoint> Curve => session.Curve;

        public void TakeStep() => session.Step();

        public void SaveState(Stream destination) => session.SaveState(destination);

        public void LoadState(Stream source) => session.LoadState(source);

        public TrainingResult? Measure() => session.Measure();

        public void Dispose() => session.Dispose();
    }

    private sealed class SessionPack(PackedTrainer trainer) : IPackedTrainings
    {
        public void TakeStep() => trainer.Step();

        public void Dispose() => trainer.Dispose();
    }
}
