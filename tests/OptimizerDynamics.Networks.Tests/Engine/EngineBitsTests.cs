using System.Diagnostics;

namespace OptimizerDynamics.Networks.Tests;

/// <summary>Small trainings leave the digests of tests/EngineBits/golden.txt, whatever vectors the processor has and however the runtime
/// compiles. Where a digest differs on another processor or system, its line names the training.</summary>
public class EngineBitsTests
{
    [Theory]
    [InlineData("DOTNET_TieredCompilation", "1")]
    [InlineData("DOTNET_TieredCompilation", "0")]
    [InlineData("DOTNET_EnableAVX512", "0")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    [InlineData("DOTNET_EnableHWIntrinsic", "0")]
    public async Task Trainings_leave_the_same_bits_under_every_setting_of_the_runtime(string variable, string value)
    {
        await RequireGolden(await Run(variable, value), $"{variable}={value} changes");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task Trainings_leave_the_same_bits_on_any_number_of_threads(string threads)
    {
        await RequireGolden(await Run("DOTNET_TieredPGO", "0", "--threads", threads), $"{threads} threads change");
    }

    private static async Task RequireGolden(string[] found, string change)
    {
        var golden = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "golden.txt"));
        var different = golden.Where(line => !found.Contains(line)).Select(line => line.Split(' ')[0]);
        Assert.True(golden.SequenceEqual(found), $"{change}: {string.Join(", ", different)}");
    }

    private static async Task<string[]> Run(string variable, string value, params string[] arguments)
    {
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "engine-bits.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[variable] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{variable}={value}: exit code {process.ExitCode}\n{await errors}");
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
