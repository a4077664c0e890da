using System.ComponentModel;
using System.Diagnostics;

namespace OptimizerDynamics.Torch;

/// <summary>A GPU, in the words of <c>nvidia-smi</c>.</summary>
/// <param name="Name">The name that the driver gives the GPU.</param>
/// <param name="Memory">The size of its memory with the unit, such as <c>24576 MiB</c>.</param>
/// <param name="DriverVersion">The driver's version.</param>
public sealed record NvidiaGpu(string Name, string Memory, string DriverVersion);

/// <summary>
/// NVIDIA's driver: TorchSharp counts CUDA devices and tells no more, so the driver's own tool is asked for names and memory.
/// </summary>
public static class NvidiaDriver
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>The GPUs that the driver lists, whether or not libtorch can use them.</summary>
    /// <param name="device">One of them, as <c>nvidia-smi -i</c> takes it: its number or identifier; all when null.</param>
    /// <returns>The GPUs, and where there is none the reason.</returns>
    public static (IReadOnlyList<NvidiaGpu> Gpus, string? Note) Gpus(string? device = null) =>
        Ask(
            "nvidia-smi",
            [
                .. device is null ? Array.Empty<string>() : ["-i", device], "--query-gpu=name,memory.total,driver_version",
                "--format=csv,noheader"]);

    /// <summary>Runs a program that lists GPUs, one <c>name, memory, driver version</c> a line, and takes failures calmly.</summary>
    internal static (IReadOnlyList<NvidiaGpu> Gpus, string? Note) Ask(string program, string[] arguments)
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
                .Where(cells => cells.Length == 3).Select(cells => new NvidiaGpu(cells[0], cells[1], cells[2])).ToArray();
            if (process.ExitCode == 0)
                return (gpus, gpus.Length > 0 ? null : $"{program} lists no GPU");
            var said =
                $"{output.Result} {errors.Result}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return ([], $"{program} failed: {string.Join(' ', said)}");
        }
        catch (Exception e) when (e is Win32Exception or IOException or AggregateException)
        {
            return ([], $"{program} is not here or cannot be run");
        }
    }
}
