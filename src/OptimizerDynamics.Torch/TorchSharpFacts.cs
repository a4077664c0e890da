using System.Reflection;
using TorchSharp;

namespace OptimizerDynamics.Torch;

/// <summary>What TorchSharp says of itself and of the machine.</summary>
public static class TorchSharpFacts
{
    /// <summary>The version of the package, for example 0.107.0. Loads no native library.</summary>
    public static string PackageVersion
    {
        get
        {
            var assembly = typeof(torch).Assembly;
            var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
            return version?.Split('+')[0] ?? assembly.GetName().Version?.ToString() ?? "";
        }
    }

    /// <summary>The number of threads on which operations can run beside each other.</summary>
    /// <exception cref="NativeTorchException">libtorch cannot be used here.</exception>
    public static int InterOpThreads
    {
        get
        {
            NativeTorch.Load();
            return torch.get_num_interop_threads();
        }
    }

    /// <summary>How many CUDA devices libtorch can use, <c>cuda:0</c> onwards; 0 without CUDA.</summary>
    /// <exception cref="NativeTorchException">libtorch cannot be used here.</exception>
    public static int CudaDeviceCount => NativeTorch.Load().CudaAvailable ? torch.cuda.device_count() : 0;
}
