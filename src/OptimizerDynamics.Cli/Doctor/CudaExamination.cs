using System.ComponentModel;
using System.Diagnostics;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli.Doctor;

/// <summary>The CUDA devices. libtorch counts them; TorchSharp tells no more, so the driver's own tool is asked for names and memory.</summary>
internal static class CudaExamination
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    public static CudaFacts Run(LibtorchFacts libtorch)
    {
        var count = libtorch.Loaded ? TorchSharpFacts.CudaDeviceCount : 0;
        var (driver, note) = AskDriver("nvidia-smi", ["--query-gpu=name,memory.total,driver_version", "--format=csv,noheader"]);
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

    /// <summary>Runs a program that lists GPUs, one <c>name, memory, driver version</c> a line, and takes failures calmly.</summary>
    internal static (IReadOnlyList<GpuFacts> Gpus, string? Note) AskDriver(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(_patience))
            {
                process.Kill();
                return ([], $"{program} did not answer within {_patience.TotalSeconds:0} seconds");
            }

            var gpus = output.Result.Split('\n').Select(line => line.Split(", ", StringSplitOptions.TrimEntries))
                .Where(cells => cells.Length == 3).Select(cells => new GpuFacts(cells[0], cells[1], cells[2])).ToArray();
            if (process.ExitCode == 0)
                return (gpus, gpus.Length > 0 ? null : $"{program} lists no GPU");
            var said = $"{output.Result} {errors.Result}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return ([], $"{program} failed: {string.Join(' ', said)}");
        }
        catch (Exception e) when (e is Win32Exception or IOException or AggregateException)
        {
            return ([], $"{program} is not here or cannot be run");
        }
    }
}
