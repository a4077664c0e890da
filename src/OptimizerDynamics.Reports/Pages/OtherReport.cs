using System.Collections.Immutable;

namespace OptimizerDynamics.Reports;

/// <summary>Something to read among the reports that no study's records made.</summary>
/// <param name="Link">Where it is, below the folder of the reports.</param>
/// <param name="Subject">Its subject, in a phrase.</param>
/// <param name="Command">The command that makes it.</param>
public sealed record OtherReport(string Link, string Subject, string Command)
{
    /// <summary>All that there can be.</summary>
    public static ImmutableArray<OtherReport> All { get; } =
    [
        new(
            "benchmarks/EveryOptimizer.md",
            "Time of one optimizer step, for every optimizer, beside TorchSharp's own and beside copying the same bytes", Benchmarks),
        new("benchmarks/AdamBySize.md", "The same for Adam, over the number of parameters", Benchmarks),
        new("benchmarks/DecayUpdates.md", "The rate of the low-gradient simulation", Benchmarks),
        new(
            "benchmarks/Engine.md",
            "Time of one training step on the CPU engine beside libtorch's, its share of the processor's peak, and what else a trial takes",
            $"{Benchmarks} -- engine"),
        new(
            "benchmarks/TrainingSteps.md", "Time of one training step of BasicNet, beside PyTorch's on the same machine",
            "tests/compare-training-steps"),
        new("images/README.md", "Drawn objects: some of every class, before one even tone and before clutter", "optdyn data render"),
        new("benchmarks/Rendering.md", "How many images a second are drawn, by objects, background and size", Benchmarks),
        new(
            "gpu/README.md", "What the tensor interpreter does on a CUDA device: parity, a training step, speed, kernels",
            "experiments/gpu-evidence/run.sh"),
    ];

    private const string Benchmarks = "dotnet run -c Release --project tests/OptimizerDynamics.Benchmarks";
}
