namespace OptimizerDynamics.GpuEvidence;

/// <summary>What was found out on a device; <c>evidence.json</c> is this, in camel case.</summary>
/// <param name="Version">The version of this schema: a key that is renamed or removed raises it.</param>
/// <param name="Machine">Where it ran.</param>
/// <param name="Checks">What was checked there.</param>
/// <param name="Timings">What was timed there.</param>
internal sealed record Evidence(int Version, Machine Machine, IReadOnlyList<Check> Checks, IReadOnlyList<StepTiming> Timings)
{
    public bool Passed => Checks.All(check => check.Passed);
}

/// <summary>Where and when it ran.</summary>
/// <param name="Device"><c>cuda:0</c>, or <c>cpu</c> where the program tries itself out.</param>
/// <param name="DeviceName">Name, memory and driver as the driver's own tool tells them, or the processor.</param>
/// <param name="Libtorch">Version and runtime kind.</param>
/// <param name="TorchSharp">The version of its package.</param>
/// <param name="Dotnet">The version of .NET.</param>
/// <param name="System">The operating system.</param>
/// <param name="Commit">What the program was built from: a commit, and whether there were local changes.</param>
/// <param name="Date">The day, in UTC.</param>
internal sealed record Machine(
    string Device, string DeviceName, string Libtorch, string TorchSharp, string Dotnet, string System, string Commit, string Date);

/// <summary>A property held against many cases, or one comparison.</summary>
/// <param name="Group">The table it belongs to.</param>
/// <param name="What">What was compared.</param>
/// <param name="Unit">What errors are in: half ulps (half units in the last place), relative (to the largest number) or absolute.</param>
/// <param name="Cases">How many cases there were.</param>
/// <param name="Median">The median error, or null where the check has none.</param>
/// <param name="Largest">The largest error.</param>
/// <param name="Bound">What it has to stay below.</param>
/// <param name="Passed">Whether it did.</param>
/// <param name="Failure">What went wrong instead.</param>
internal sealed record Check(
    string Group, string What, string? Unit, int Cases, double? Median, double? Largest, double? Bound, bool Passed, string? Failure =
        null);

/// <summary>One optimizer step on BasicNet's layout in float32 with L2.</summary>
/// <param name="Optimizer">Its name.</param>
/// <param name="Width">BasicNet's width.</param>
/// <param name="Parameters">How many parameters that is.</param>
/// <param name="TorchSharp">Microseconds that TorchSharp's own takes.</param>
/// <param name="Tensors">Microseconds that the tensor interpreter takes.</param>
/// <param name="Operations">Operations of the tensor interpreter.</param>
/// <param name="TorchSharpLaunches">Kernels that TorchSharp's own launches, or null where they were not counted.</param>
/// <param name="TensorLaunches">Kernels that the tensor interpreter launches, or null where they were not counted.</param>
internal sealed record StepTiming(
    string Optimizer, string Width, int Parameters, double TorchSharp, double Tensors, long Operations,
    double? TorchSharpLaunches, double? TensorLaunches);
