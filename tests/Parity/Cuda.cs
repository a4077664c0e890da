using OptimizerDynamics.Torch;
using static TorchSharp.torch;

namespace OptimizerDynamics.Testing;

/// <summary>The CUDA devices that tests can use.</summary>
internal static class Cuda
{
    /// <summary><c>cuda:0</c> and so on; empty where there is none.</summary>
    public static IReadOnlyList<string> Devices { get; } =
        NativeTorch.Load().CudaAvailable ? [.. Enumerable.Range(0, cuda.device_count()).Select(index => $"cuda:{index}")] : [];

    /// <summary>Why tests that need one are skipped; null where there is one.</summary>
    public static string? WhyNot { get; } =
        Devices.Count > 0
            ? null
            : $"libtorch {NativeTorch.Load().LibtorchVersion} ({NativeTorch.Load().Runtime} runtime) sees no CUDA device here";
}
