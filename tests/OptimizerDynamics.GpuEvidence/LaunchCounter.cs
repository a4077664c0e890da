using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace OptimizerDynamics.GpuEvidence;

/// <summary>Counts kernel launches with NVIDIA's profiler <c>ncu</c>, which runs this program again and lists its kernels.</summary>
internal static class LaunchCounter
{
    private const int Few = 2, Many = 4;

    /// <summary>
    /// Kernels that a step launches: the difference between runs of two and of four steps, so that the preparations cancel.
    /// </summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="width">BasicNet's width.</param>
    /// <param name="device">The device.</param>
    /// <param name="isOurs">Whether the tensor interpreter takes the steps, else TorchSharp's own.</param>
    /// <param name="failure">Why there is no count.</param>
    public static double? PerStep(string optimizer, double width, string device, bool isOurs, out string? failure)
    {
        failure = null;
        try
        {
            var (few, many) = (Count(Few), Count(Many));
            return (many - few) / (double)(Many - Few);
        }
        catch (Exception error) when (error is Win32Exception or IOException or InvalidOperationException)
        {
            failure = error is Win32Exception ? "ncu, NVIDIA's profiler, is not on the PATH" : error.Message;
            return null;
        }

        int Count(int steps)
        {
            string[] own = [
                Environment.ProcessPath!,
                .. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
                    ? [typeof(LaunchCounter).Assembly.Location]
                    : Array.Empty<string>()];
            string[] words =
            [
                "--clock-control", "none", "--csv", "--metrics", "gpu__time_duration.sum", .. own, "steps", "--optimizer", optimizer,
                "--width", width.ToString(CultureInfo.InvariantCulture), "--device", device, "--with", isOurs ? "tensor" : "torchsharp",
                "--steps", steps.ToString(CultureInfo.InvariantCulture),
            ];
            using var process =
                Process.Start(new ProcessStartInfo("ncu", words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0)
                return Kernels(output);
            var said = $"{output}\n{errors.Result}".Split('\n', StringSplitOptions.RemoveEmptyEntries);
            throw new InvalidOperationException($"ncu failed: {said.LastOrDefault()?.Trim()}");
        }
    }

    /// <summary>Lines of <c>ncu</c>'s table: each begins with the number of a kernel, in quotes.</summary>
    internal static int Kernels(string output)
    {
        var count = output.Split('\n')
            .Count(line =>
                line.StartsWith('"') && int.TryParse(line[1..].Split('"')[0], NumberStyles.None, CultureInfo.InvariantCulture, out _));
        return count > 0 ? count : throw new InvalidOperationException("ncu listed no kernel");
    }
}
