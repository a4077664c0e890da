using OptimizerDynamics.Data;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>What a study's networks are trained with: a backend, a registry, and the images that trials have in common.</summary>
/// <remarks>This library loads no backend: whoever composes a program hands one in, such as <c>new TorchBackend("cpu")</c>.</remarks>
/// <param name="registry">What the names of architectures and data sets mean.</param>
/// <param name="backend">Computes the networks.</param>
/// <param name="environment">What records say of the program, its libraries and its device.</param>
public sealed class TrainingEngine(Registry registry, ITrainingBackend backend, RunEnvironment environment) : IDisposable
{
    /// <summary>Where the files of a data set are, by its name in trials; empty for a set that needs none.</summary>
    public Func<string, string> FolderOf { get; init; } = _ => "";

    /// <summary>The number of threads that the backend computes with, at least 1: records say it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>What records say of the program, its libraries and its device.</summary>
    public RunEnvironment Environment => environment;

    /// <summary>What computes the networks.</summary>
    public ITrainingBackend Backend => backend;

    /// <summary>What the names of architectures and data sets mean.</summary>
    public Registry Registry => registry;

    /// <summary>The images that trials have in common: all of them, unless others are given.</summary>
    public SharedImages Images { get; init; } = new(registry.DataSets);

    /// <summary>Frees the images.</summary>
    public void Dispose() => Images.Dispose();
}
