using System.Globalization;
using System.Runtime.InteropServices;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.GpuEvidence;

/// <summary>Gathers the evidence of one device.</summary>
internal static class Examination
{
    /// <summary>Runs everything.</summary>
    /// <param name="device"><c>cuda:n</c>, or <c>cpu</c> to try the program out.</param>
    /// <param name="cases">Trials for each property of the parity suite.</param>
    /// <param name="optimizers">The optimizers to time.</param>
    /// <param name="stepsPerRound">Steps between two moments of waiting, when timing.</param>
    /// <param name="commit">What the program was built from.</param>
    /// <param name="progress">Takes a line for each thing done.</param>
    public static Evidence Run(
        string device, int cases, IReadOnlyList<string> optimizers, int stepsPerRound, string commit, TextWriter progress)
    {
        var checks = new List<Check>();
        foreach (var check in Checks.Run(device, cases))
        {
            checks.Add(check);
            progress.WriteLine($"{(check.Passed ? "passed" : "FAILED")}  {check.Group}: {check.What} {check.Failure}");
        }

        var timings = new List<StepTiming>();
        var whyNoCount = device == "cpu" ? "launches are counted on CUDA only" : null;
        foreach (var width in StepTimer.Widths)
        {
            foreach (var optimizer in optimizers)
            {
                var timed = Checks.Holds("timing a step", $"{optimizer}, width {width.Name}", () =>
                {
                    var timing = StepTimer.Time(optimizer, width, device, stepsPerRound);
                    if (whyNoCount is null && width.Name == "1")
                        timing = Counted(timing, device, width.Width, out whyNoCount);
                    timings.Add(timing);
                    progress.WriteLine($"timed   {optimizer}, width {width.Name}: {timing.TorchSharp / timing.Tensors:0.0} times faster "
                        + $"than TorchSharp's own");
                });
                if (!timed.Passed)
                    checks.Add(timed);
            }
        }

        if (whyNoCount is not null)
            progress.WriteLine($"kernels were not counted: {whyNoCount}");
        return new Evidence(1, Machine(device, commit), checks, timings);
    }

    private static StepTiming Counted(StepTiming timing, string device, double width, out string? failure)
    {
        var theirs = LaunchCounter.PerStep(timing.Optimizer, width, device, isOurs: false, out failure);
        return theirs is null ? timing : timing with
        {
            TorchSharpLaunches = theirs,
            TensorLaunches = LaunchCounter.PerStep(timing.Optimizer, width, device, isOurs: true, out failure),
        };
    }

    private static Machine Machine(string device, string commit)
    {
        var torch = NativeTorch.Load();
        return new Machine(
            device,
            device == "cpu"
                ? $"{Environment.ProcessorCount} processors"
                : AskDriver(device["cuda:".Length..]) ?? "a CUDA device that nvidia-smi does not name",
            $"{torch.LibtorchVersion} ({torch.Runtime.ToString().ToLowerInvariant()} runtime)",
            TorchSharpFacts.PackageVersion,
            Environment.Version.ToString(),
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}",
            commit,
            DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// CUDA counts the devices that CUDA_VISIBLE_DEVICES lists, by their order there; the driver's tool takes what the variable holds.
    /// </summary>
    private static string? AskDriver(string index)
    {
        var visible = (Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var place = int.Parse(index, CultureInfo.InvariantCulture);
        return NvidiaDriver.Gpus(place < visible.Length ? visible[place] : index).Gpus is [var gpu]
            ? $"{gpu.Name}, {gpu.Memory}, driver {gpu.DriverVersion}"
            : null;
    }
}
