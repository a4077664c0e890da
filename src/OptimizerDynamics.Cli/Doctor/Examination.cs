using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using OptimizerDynamics.Data;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>Gathers the report. Whatever fails becomes a part of it.</summary>
internal static class Examination
{
    /// <summary>The environment variables that change what happens here; the report has those that are set.</summary>
    public static readonly IReadOnlyList<string> Variables =
    [
        NativeTorch.Variable, NativeTorch.VersionVariable, DataSets.Variable, "OMP_NUM_THREADS", "MKL_NUM_THREADS", "ATEN_CPU_CAPABILITY",
        "CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH", "LD_PRELOAD",
    ];

    /// <summary>Examines this machine.</summary>
    /// <param name="sets">The data sets that are looked for.</param>
    public static DoctorReport Run(IEnumerable<DataSet> sets)
    {
        var variables = Variables.Select(name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name) ?? ""))
            .Where(variable => variable.Value != "").ToDictionary();
        var libStdCxx = LibStdCxxExamination.Run();
        var libtorch = LibtorchExamination.Load();
        var cuda = CudaExamination.Run(libtorch);
        var smokeTests = LibtorchExamination.SmokeTests(libtorch, cuda.DeviceCount);
        var threads = new ThreadFacts(
            Environment.ProcessorCount,
            libtorch.Loaded ? TorchThreads.Count : null,
            libtorch.Loaded ? TorchSharpFacts.InterOpThreads : null);
        return new DoctorReport
        {
            Program = Program(),
            System = System(),
            LibStdCxx = libStdCxx,
            Libtorch = libtorch,
            Devices = new DeviceFacts(CpuExamination.Run(), cuda),
            SmokeTests = smokeTests,
            Threads = threads,
            Simd = Simd(),
            Variables = variables,
            DataSets = DataSetExamination.Find(sets, variables.GetValueOrDefault(DataSets.Variable)),
            Problems = Problems.Find(libStdCxx, libtorch, smokeTests, variables),
        };
    }

    private static ProgramFacts Program()
    {
        var version = typeof(Examination).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return new ProgramFacts(version ?? "", Environment.Version.ToString(), RuntimeInformation.RuntimeIdentifier);
    }

    private static SystemFacts System() => new(
        RuntimeInformation.OSDescription,
        RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(),
        SystemFile.Lines("/proc/sys/kernel/osrelease") is [var release, ..] ? release : Environment.OSVersion.Version.ToString());

    private static SimdFacts Simd() => new(
        Vector<byte>.Count * 8, Vector128.IsHardwareAccelerated, Vector256.IsHardwareAccelerated, Vector512.IsHardwareAccelerated);
}
