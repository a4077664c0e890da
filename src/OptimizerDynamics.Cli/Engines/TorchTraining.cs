using OptimizerDynamics.Experiments;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>Trains a study's networks with libtorch.</summary>
internal static class TorchTraining
{
    /// <summary>Loads libtorch.</summary>
    /// <param name="registry">What the names in trials mean.</param>
    /// <param name="folderOf">Where the files of a trial's data set are, by its name.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="threads">On how many threads; 0 for as many as libtorch likes.</param>
    /// <exception cref="FailureException">libtorch cannot be loaded.</exception>
    /// <exception cref="InputException">There is no such device.</exception>
    public static TrainingEngine Engine(Registry registry, Func<string, string> folderOf, string device, int threads)
    {
        LibtorchDevice.Require(device);
        if (threads > 0)
            TorchThreads.Count = threads;
        return new TrainingEngine(registry, new TorchBackend(device), ThisProgram.OnTorch(device))
        {
            FolderOf = folderOf,
            Threads = TorchThreads.Count,
        };
    }
}
