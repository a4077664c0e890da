using System.Runtime.CompilerServices;
using OptimizerDynamics.Data;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>Trains networks with the engine that a trial names. libtorch is loaded for trials of its own, and for no others.</summary>
/// <param name="registry">What the names in trials mean.</param>
/// <param name="folderOf">Where the files of a trial's data set are, by its name.</param>
/// <param name="device">Where trainings compute: <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
/// <param name="threads">The number of threads of a training; 0 for the engine's own choice: one of the CPU engine, as many as it likes of
/// libtorch.</param>
internal sealed class TrainingEngines(Registry registry, Func<string, string> folderOf, string device, int threads) : IDisposable
{
    private readonly Dictionary<string, TrainingEngine> _engines = [];

    /// <summary>Makes sure that the engines of trials can be used here, before anything runs.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="device">Where trainings compute.</param>
    /// <exception cref="FailureException">libtorch cannot be loaded.</exception>
    /// <exception cref="InputException">There is no such engine or device, or the engine does not compute there.</exception>
    public static void Require(IEnumerable<IStudyTrial> trials, string device)
    {
        foreach (var engine in EnginesOf(trials))
            Require(engine, device);
    }

    /// <summary>Makes sure that the engines of trials are this program's and compute on a device, which another machine may have.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="device">Where trainings compute.</param>
    /// <exception cref="InputException">There is no such engine, or it does not compute there.</exception>
    public static void RequireFit(IEnumerable<IStudyTrial> trials, string device)
    {
        foreach (var engine in EnginesOf(trials))
            RequireFit(engine, device);
    }

    private static IEnumerable<string> EnginesOf(IEnumerable<IStudyTrial> trials) =>
        trials.Select(trial => trial.Engine).OfType<string>().Distinct();

    private static void Require(string engine, string device)
    {
        RequireFit(engine, device);
        if (engine == EngineParameter.Libtorch)
            LibtorchDevice.Require(device);
    }

    private static void RequireFit(string engine, string device)
    {
        if (engine == EngineParameter.Libtorch)
            return;
        if (engine != CpuBackend.FullName)
        {
            throw new InputException(
                $"the engine '{engine}' is not one of this program's, which are {CpuBackend.FullName} and {EngineParameter.Libtorch}: "
                    + "expected the program's version that wrote the trial");
        }

        if (device != "cpu")
        {
            throw new InputException(
                $"--device: the engine '{CpuBackend.ShortName}' computes on the CPU: expected cpu, or {EngineParameter.Libtorch} as the "
                    + $"engine (--engine {EngineParameter.Libtorch}, or engine: {EngineParameter.Libtorch} in a study); found '{device}'");
        }
    }

    /// <summary>What trains with an engine; made for the first who asks.</summary>
    /// <param name="engine">The engine's name in trials.</param>
    /// <exception cref="FailureException">libtorch cannot be loaded.</exception>
    /// <exception cref="InputException">There is no such engine or device, or the engine does not compute there.</exception>
    public TrainingEngine Of(string engine)
    {
        if (_engines.TryGetValue(engine, out var known))
            return known;
        Require(engine, device);
        return _engines[engine] = engine == EngineParameter.Libtorch ? Libtorch() : Cpu();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var engine in _engines.Values)
            engine.Dispose();
    }

    private TrainingEngine Cpu()
    {
        var count = threads <= CpuBackend.MostThreads ? Math.Max(threads, 1) : throw new InputException(
            $"{TrialProtocol.ThreadsOption}: expected up to {CpuBackend.MostThreads} for the engine '{CpuBackend.ShortName}', "
                + $"found {threads}");
        return new TrainingEngine(registry, new CpuBackend(count), ThisProgram.OnTheCpu())
        {
            FolderOf = folderOf,
            Threads = count,
            Images = Images(),
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // so that what trains without libtorch does not load its types
    private TrainingEngine Libtorch()
    {
        if (threads > 0)
            TorchThreads.Count = threads;
        return new TrainingEngine(registry, new TorchBackend(device), ThisProgram.OnTorch(device))
        {
            FolderOf = folderOf,
            Threads = TorchThreads.Count,
            Images = Images(),
        };
    }

    /// <summary>The images of one trial at a time.</summary>
    private SharedImages Images() => new(registry.DataSets) { KeepsLastOnly = true };
}
