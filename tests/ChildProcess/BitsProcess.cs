using System.Diagnostics;

namespace OptimizerDynamics.Testing;

/// <summary>A program beside the tests that prints digests, run in a process of its own: settings of the runtime hold from a process's
/// start.</summary>
internal static class BitsProcess
{
    /// <summary>Runs a program with one variable in its environment.</summary>
    /// <param name="program">Its library, in the folder of the tests.</param>
    /// <param name="variable">The variable's name.</param>
    /// <param name="value">The variable's value.</param>
    /// <param name="arguments">The program's arguments.</param>
    /// <returns>The lines that it prints.</returns>
    public static async Task<string[]> Run(string program, string variable, string value, params string[] arguments)
    {
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, program), .. arguments])
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
