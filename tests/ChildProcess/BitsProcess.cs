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
    public static string[] Run(string program, string variable, string value, params string[] arguments) =>
        ChildProcess.Succeed(
            "", [new(variable, value)], ChildProcess.Dotnet, [Path.Combine(AppContext.BaseDirectory, program), .. arguments])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
