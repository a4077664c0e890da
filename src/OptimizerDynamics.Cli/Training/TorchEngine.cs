using System.Collections.Immutable;
using OptimizerDynamics.Data;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>Trains a study's networks with libtorch; trials share the images they have in common.</summary>
internal sealed class TorchEngine : ITrainingEngine
{
    /// <summary>What the names of <see cref="TrainingNames.Augmentations"/> mean.</summary>
    internal static readonly ImmutableSortedDictionary<string, Augmentation> Augmentations =
        ImmutableSortedDictionary<string, Augmentation>.Empty
            .Add("none", Augmentation.None).Add("flip", Augmentation.Flip)
            .Add("crop-flip", Augmentation.CropFlip).Add("resized-crop-flip", Augmentation.ResizedCropFlip);

    private readonly Func<string, KnownData> _find;
    private readonly string _device;
    private readonly TorchBackend _backend;
    private readonly SharedImages _images = new(Composition.Registry.DataSets);

    /// <summary>Loads libtorch.</summary>
    /// <param name="find">Finds a trial's data set by its name.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="threads">On how many threads; 0 for as many as libtorch likes.</param>
    /// <exception cref="FailureException">libtorch cannot be loaded.</exception>
    /// <exception cref="InputException">There is no such device.</exception>
    public TorchEngine(Func<string, KnownData> find, string device, int threads)
    {
        (_find, _device) = (find, device);
        LibtorchDevice.Require(device);
        if (threads > 0)
            TorchThreads.Count = threads;
        _backend = new TorchBackend(device);
    }

    /// <inheritdoc/>
    public RunEnvironment Environment => ThisProgram.OnTorch(_device);

    /// <inheritdoc/>
    public int Threads => TorchThreads.Count;

    /// <inheritdoc/>
    public ITraining Create(TrainingTrial trial)
    {
        try
        {
            var (training, test) = _images.Of(
                new DataChoice(trial.Data, _find(trial.Data).Folder, trial.Size, trial.Images, trial.TestImages, trial.Classes));
            var setup = new TrainingSetup(
                Architectures.All.Single(architecture => architecture.Name == trial.Network), trial.Width, trial.NegativeSlope, trial.Chain,
                trial.BatchSize, trial.Iterations, trial.Epochs, (ulong)trial.Seed, Augmentations[trial.Augment])
            {
                Identity = trial.Specification.Id,
            };
            return new TorchTraining(new TrainingSession(_backend, setup, training, test));
        }
        catch (Exception cause) when (cause is DataFileException or ArgumentException)
        {
            throw new InputException(cause.Message.Split('\n')[0].Split(" (Parameter '")[0], cause);
        }
    }

    /// <inheritdoc/>
    public IPackedTrainings Pack(IReadOnlyList<ITraining> trainings) =>
        new TorchPack(TrainingSession.Pack(trainings.Select(training => ((TorchTraining)training).Session)));

    public void Dispose() => _images.Dispose();
}

/// <summary>Trainings packed into one network.</summary>
internal sealed class TorchPack(PackedTrainer trainer) : IPackedTrainings
{
    public void TakeStep() => trainer.Step();

    public void Dispose() => trainer.Dispose();
}
