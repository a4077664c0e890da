using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>What keeps the program from working, and what to do about it.</summary>
internal static class Problems
{
    public static IReadOnlyList<Problem> Find(
        LibStdCxxFacts? libStdCxx,
        LibtorchFacts libtorch,
        IEnumerable<SmokeTestFacts> smokeTests,
        IReadOnlyDictionary<string, string> variables)
    {
        var problems = new List<Problem>();
        if (libtorch.Failure is { } failure)
            problems.Add(new Problem(failure, LoadRemedy(libStdCxx, libtorch, variables)));
        foreach (var test in smokeTests.Where(test => !test.Ok))
        {
            var what = test.Failure is { } reason ? $"does not compute: {reason}" : $"computes wrongly: {DoctorText.Errors(test)}";
            problems.Add(new Problem($"libtorch on {test.Device} {what}", ComputeRemedy(test.Device, libtorch, variables)));
        }

        return problems;
    }

    private static string LoadRemedy(LibStdCxxFacts? libStdCxx, LibtorchFacts libtorch, IReadOnlyDictionary<string, string> variables)
    {
        if (libtorch.Runtime == TorchRuntime.External)
        {
            return $"Set {NativeTorch.Variable} to the torch/lib folder of a PyTorch {libtorch.RequiredVersion}, "
                + "or build with -p:TorchRuntime=cpu, which brings a libtorch.";
        }

        if (variables.ContainsKey(NativeTorch.Variable))
        {
            return $"Unset {NativeTorch.Variable}: this program has a libtorch of its own. "
                + "To use another one, build with -p:TorchRuntime=external and set it to the torch/lib folder of a PyTorch.";
        }

        return libStdCxx is { Demand: VersionDemand.Strong, OffersRequired: false }
            ? $"Build the program on this system, without -p:RelaxTorchSharp=false: this libstdc++ lacks {libStdCxx.RequiredVersion}, "
                + "and the build then makes a copy of libLibTorchSharp.so that loads without it."
            : "Build the program on this system: dotnet build -c Release. "
                + "TorchSharp supports Linux x64 with glibc, Windows x64 and macOS arm64.";
    }

    private static string ComputeRemedy(string device, LibtorchFacts libtorch, IReadOnlyDictionary<string, string> variables)
    {
        if (variables.ContainsKey(NativeTorch.VersionVariable))
            return $"Unset {NativeTorch.VersionVariable} and use a libtorch {libtorch.RequiredVersion}, for which TorchSharp is made.";
        if (libtorch.Runtime == TorchRuntime.External)
            return "Check the PyTorch that libtorch belongs to, or build with -p:TorchRuntime=cpu.";
        return device == "cpu"
            ? "Do not use its results. A damaged file of its package is the likeliest reason: delete the bin folders, run "
                + "'dotnet nuget locals global-packages --clear', and build again."
            : "Use the CPU (CUDA_VISIBLE_DEVICES= hides the GPUs), and check the driver with nvidia-smi.";
    }
}
