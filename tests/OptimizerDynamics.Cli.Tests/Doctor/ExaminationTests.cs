using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>The parts of the examination, given what this machine may not have.</summary>
public sealed class ExaminationTests : IDisposable
{
    private static readonly LibtorchFacts _loaded = new(true, "2.10.0", "2.10", "0.107.0", TorchRuntime.Cpu, "/app", null);
    private static readonly Dictionary<string, string> _noVariables = [];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("echo 'Some GPU, 16384 MiB, 570.1'; echo 'Other, 8192 MiB, 570.1'", 2, null)]
    [InlineData("true", 0, "lists no GPU")]
    [InlineData("echo 'Failed to initialize NVML'; exit 9", 0, "failed: Failed to initialize NVML")]
    public void The_drivers_answer_is_taken_as_it_is(string script, int gpus, string? note)
    {
        if (OperatingSystem.IsWindows())
            return;

        var (found, said) = NvidiaDriver.Ask("/bin/sh", ["-c", script]);

        Assert.Equal(gpus, found.Count);
        Assert.Equal(note is null ? null : $"/bin/sh {note}", said);
        Assert.Equal(gpus > 0 ? new NvidiaGpu("Some GPU", "16384 MiB", "570.1") : null, found is [var first, ..] ? first : null);
    }

    [Fact]
    public void A_driver_that_is_not_there_is_no_error()
    {
        var (found, said) = NvidiaDriver.Ask(_workspace.PathOf("nvidia-smi"), []);

        Assert.Empty(found);
        Assert.EndsWith("is not here or cannot be run", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Why_there_is_no_CUDA_is_told()
    {
        var external = _loaded with { Runtime = TorchRuntime.External, Directory = _workspace.PathOf("") };

        Assert.Equal("built with the cpu runtime", CudaExamination.Reason(_loaded, driverHasGpu: false));
        Assert.Contains("TorchRuntime=cuda", CudaExamination.Reason(_loaded, driverHasGpu: true), StringComparison.Ordinal);
        Assert.Equal("libtorch sees no device", CudaExamination.Reason(_loaded with { Runtime = TorchRuntime.Cuda }, driverHasGpu: true));
        Assert.Equal("libtorch is not loaded", CudaExamination.Reason(_loaded with { Loaded = false }, driverHasGpu: true));
        Assert.Equal("the libtorch in use is one without CUDA", CudaExamination.Reason(external, driverHasGpu: true));
        _workspace.Write("libtorch_cuda.so", "");
        Assert.Equal("libtorch sees no device", CudaExamination.Reason(external, driverHasGpu: true));
    }

    [Fact]
    public void A_library_that_cannot_be_read_is_a_note()
    {
        var facts = LibStdCxxExamination.Run(_workspace.Write("libstdc++.so.6", "no library"), null);

        Assert.Equal((_workspace.PathOf("libstdc++.so.6"), null), (facts.Path, facts.Newest));
        Assert.EndsWith("is not a 64 bit little-endian ELF file.", facts.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_is_read_from_its_line()
    {
        string[] lines = ["MemTotal:       24684092 kB", "MemFree: 1 kB", "MemAvailable:  x kB"];

        Assert.Equal(24684092L * 1024, CpuExamination.Bytes(lines, "MemTotal"));
        Assert.Null(CpuExamination.Bytes(lines, "MemAvailable"));
        Assert.Null(CpuExamination.Bytes(lines, "SwapTotal"));
    }

    [Fact]
    public void A_smoke_test_that_throws_is_an_outcome()
    {
        var failed = LibtorchExamination.Try("cuda:0", _ => throw new InvalidOperationException("out of memory\n   at some place"));

        Assert.Equal(("cuda:0", false, "out of memory"), (failed.Device, failed.Ok, failed.Failure));
        Assert.True(LibtorchExamination.Try("cpu", device => new SmokeTestResult(device, 0, 0)).Ok);
    }

    [Fact]
    public void Wrong_results_are_a_problem_for_each_device()
    {
        SmokeTestFacts[] tests =
        [
            new("cpu", true, 0, 0, 1e-12, null),
            new("cuda:0", false, 0.5, double.NaN, 1e-12, null),
            new("cuda:1", false, null, null, 1e-12, "no memory"),
        ];

        var problems = Problems.Find(null, _loaded, tests, _noVariables);

        Assert.Equal(2, problems.Count);
        Assert.StartsWith(
            "libtorch on cuda:0 computes wrongly: largest error 5.0e-1 (convolution), NaN (BatchNorm)", problems[0].What,
            StringComparison.Ordinal);
        Assert.Equal("libtorch on cuda:1 does not compute: no memory", problems[1].What);
        Assert.Contains("CUDA_VISIBLE_DEVICES", problems[1].Remedy, StringComparison.Ordinal);
        var forced = new Dictionary<string, string> { ["OPTDYN_LIBTORCH_VERSION"] = "any" };
        Assert.StartsWith("Unset OPTDYN_LIBTORCH_VERSION", Problems.Find(null, _loaded, tests, forced)[0].Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TorchRuntime.External, true, VersionDemand.Weak, "Set OPTDYN_LIBTORCH to")]
    [InlineData(TorchRuntime.Cpu, true, VersionDemand.Weak, "Unset OPTDYN_LIBTORCH:")]
    [InlineData(TorchRuntime.Cpu, false, VersionDemand.Strong, "Build the program on this system, without -p:RelaxTorchSharp=false")]
    [InlineData(TorchRuntime.Cpu, false, VersionDemand.Weak, "Build the program on this system: dotnet build")]
    public void The_remedy_is_for_the_reason(object runtime, bool named, object demand, string remedy)
    {
        var libtorch = _loaded with { Loaded = false, Failure = "It does not load.", Runtime = (TorchRuntime)runtime };
        var libStdCxx = new LibStdCxxFacts("/lib", "GLIBCXX_3.4.30", "GLIBCXX_3.4.32", false, "/app", (VersionDemand)demand, null);
        var variables = named ? new Dictionary<string, string> { ["OPTDYN_LIBTORCH"] = "/x" } : _noVariables;

        var problem = Assert.Single(Problems.Find(libStdCxx, libtorch, [], variables));

        Assert.Equal("It does not load.", problem.What);
        Assert.StartsWith(remedy, problem.Remedy, StringComparison.Ordinal);
    }
}
