using System.Diagnostics;

namespace OptimizerDynamics.Testing;

/// <summary>A program that a test starts and whose two outputs it reads.</summary>
internal static class ChildProcess
{
    /// <summary>The <c>dotnet</c> that runs this test; where something else does, whichever the path has.</summary>
    public static string Dotnet { get; } =
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>Starts a program.</summary>
    /// <param name="folder">Its current folder; this process's where it is empty.</param>
    /// <param name="environment">The variables that differ from this process's; without a value, those that it does not get.</param>
    /// <param name="program">The program.</param>
    /// <param name="words">Its arguments.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static Process Start(
        string folder, IEnumerable<KeyValuePair<string, string?>> environment, string program, params string[] words)
    {
        var start = new ProcessStartInfo(program, words)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end, as <see cref="Start"/> starts it.</summary>
    public static ChildOutcome Run(
        string folder, IEnumerable<KeyValuePair<string, string?>> environment, string program, params string[] words)
    {
        using var process = Start(folder, environment, program, words);
        // At once: it would wait for ever to write more than a pipe holds of what nobody reads yet.
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ChildOutcome(process.ExitCode, output.ReplaceLineEndings("\n"), errors.Result.ReplaceLineEndings("\n"));
    }

    /// <summary>Runs a program that has to end with the exit code 0.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public static string Succeed(
        string folder, IEnumerable<KeyValuePair<string, string?>> environment, string program, params string[] words)
    {
        var (exitCode, output, errors) = Run(folder, environment, program, words);
        var variables = string.Concat(environment.Select(variable => $"{variable.Key}={variable.Value} "));
        Assert.True(exitCode == 0, $"{variables}{program} {string.Join(' ', words)}: {exitCode}\n{output}\n{errors}");
        return output;
    }
}
