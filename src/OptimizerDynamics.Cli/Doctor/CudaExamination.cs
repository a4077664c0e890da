using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>
/// The CUDA devices. libtorch counts them; TorchSharp tells no more, so the driver's own tool is asked for names and memory.
/// </summary>
internal static class CudaExamination
{
    public static CudaFacts Run(LibtorchFacts libtorch)
    {
        var count = libtorch.Loaded ? TorchSharpFacts.CudaDeviceCount : 0;
        var (driver, note) = NvidiaDriver.Gpus();
        return new CudaFacts(count, count > 0 ? null : Reason(libtorch, driver.Count > 0), driver, note);
    }

    /// <summary>Why libtorch has no CUDA device.</summary>
    internal static string Reason(LibtorchFacts libtorch, bool driverHasGpu)
    {
        const string Remedy = "; build with -p:TorchRuntime=cuda to use the GPU";
        if (!libtorch.Loaded)
            return "libtorch is not loaded";
        if (libtorch.Runtime == TorchRuntime.Cpu)
            return $"built with the cpu runtime{(driverHasGpu ? Remedy : "")}";
        return libtorch.Runtime == TorchRuntime.External && !File.Exists(Path.Combine(libtorch.Directory ?? "", "libtorch_cuda.so"))
            ? "the libtorch in use is one without CUDA"
            : "libtorch sees no device";
    }
}
