using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>What <c>optdyn doctor</c> found out. The JSON output has these names, in camel case; null is what is not known here.</summary>
internal sealed record DoctorReport
{
    /// <summary>The program.</summary>
    public required ProgramFacts Program { get; init; }

    /// <summary>The operating system.</summary>
    public required SystemFacts System { get; init; }

    /// <summary>The C++ library; null where there is none, as on Windows.</summary>
    public required LibStdCxxFacts? LibStdCxx { get; init; }

    /// <summary>libtorch and TorchSharp.</summary>
    public required LibtorchFacts Libtorch { get; init; }

    /// <summary>The processor and the CUDA devices.</summary>
    public required DeviceFacts Devices { get; init; }

    /// <summary>What libtorch computed on each device, beside what is expected.</summary>
    public required IReadOnlyList<SmokeTestFacts> SmokeTests { get; init; }

    /// <summary>How many threads compute.</summary>
    public required ThreadFacts Threads { get; init; }

    /// <summary>The vectors of the processor.</summary>
    public required SimdFacts Simd { get; init; }

    /// <summary>The environment variables that matter, where they are set.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The data sets, and where their files are.</summary>
    public required IReadOnlyList<DataSetFacts> DataSets { get; init; }

    /// <summary>What should be mended, and how.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>The version of this schema: a key that is renamed or removed raises it, a new one does not.</summary>
    public const int Version = 1;
}

/// <summary>This program.</summary>
internal sealed record ProgramFacts(string Version, string DotnetVersion, string RuntimeIdentifier);

/// <summary>The operating system.</summary>
internal sealed record SystemFacts(string Description, string Architecture, string Kernel);

/// <summary>The C++ library, on Linux.</summary>
/// <param name="Path">The one that this process has loaded, else the one found.</param>
/// <param name="Newest">The newest GLIBCXX version that it offers.</param>
/// <param name="RequiredVersion">The version that TorchSharp's library, as its package has it, asks for.</param>
/// <param name="OffersRequired">Whether this C++ library offers it.</param>
/// <param name="TorchSharpLibrary">TorchSharp's native library beside this program.</param>
/// <param name="Demand">How that file asks for it.</param>
/// <param name="Note">Why something is not known.</param>
internal sealed record LibStdCxxFacts(
    string? Path,
    string? Newest,
    string RequiredVersion,
    bool? OffersRequired,
    string? TorchSharpLibrary,
    VersionDemand? Demand,
    string? Note);

/// <summary>How a library asks for a symbol version of another one.</summary>
internal enum VersionDemand
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>It loads without it.</summary>
    Weak,

    /// <summary>It does not load without it.</summary>
    Strong,
}

/// <summary>libtorch and TorchSharp.</summary>
/// <param name="Loaded">Whether both can be used.</param>
/// <param name="Version">What the loaded libtorch reports.</param>
/// <param name="RequiredVersion">What TorchSharp is made for.</param>
/// <param name="TorchSharpVersion">The version of TorchSharp's package.</param>
/// <param name="Runtime">Where libtorch comes from.</param>
/// <param name="Directory">The folder of the loaded libtorch.</param>
/// <param name="Failure">Why it is not loaded.</param>
internal sealed record LibtorchFacts(
    bool Loaded,
    string? Version,
    string RequiredVersion,
    string TorchSharpVersion,
    TorchRuntime? Runtime,
    string? Directory,
    string? Failure);

/// <summary>What can compute.</summary>
internal sealed record DeviceFacts(CpuFacts Cpu, CudaFacts Cuda);

/// <summary>The processor and the memory, in bytes.</summary>
internal sealed record CpuFacts(string? Model, long TotalMemory, long? AvailableMemory);

/// <summary>CUDA.</summary>
/// <param name="DeviceCount">How many devices libtorch can use.</param>
/// <param name="Reason">Why there is none.</param>
/// <param name="Driver">The GPUs that the driver lists, whether or not libtorch can use them.</param>
/// <param name="DriverNote">Why the driver lists none.</param>
internal sealed record CudaFacts(int DeviceCount, string? Reason, IReadOnlyList<NvidiaGpu> Driver, string? DriverNote);

/// <summary>The outcome of <see cref="SmokeTest"/> on a device: the errors, or why there are none.</summary>
internal sealed record SmokeTestFacts(
    string Device, bool Ok, double? ConvolutionError, double? BatchNormError, double Bound, string? Failure);

/// <summary>Threads; those of libtorch where it is loaded.</summary>
internal sealed record ThreadFacts(int ProcessorCount, int? IntraOp, int? InterOp);

/// <summary>The vectors that .NET uses.</summary>
internal sealed record SimdFacts(int VectorBits, bool Vector128, bool Vector256, bool Vector512);

/// <summary>A data set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Whether it is there.</param>
/// <param name="Path">The folder where it, or a part of it, is.</param>
/// <param name="Faults">What is missing there or has the wrong size.</param>
internal sealed record DataSetFacts(string Name, DataSetState State, string? Path, IReadOnlyList<string> Faults);

/// <summary>Whether a data set is there.</summary>
internal enum DataSetState
{
    /// <summary>All of it.</summary>
    Found,

    /// <summary>A part of it.</summary>
    Incomplete,

    /// <summary>Nothing of it.</summary>
    NotFound,
}

/// <summary>What keeps <c>optdyn</c> from working, and what to do.</summary>
internal sealed record Problem(string What, string Remedy);
