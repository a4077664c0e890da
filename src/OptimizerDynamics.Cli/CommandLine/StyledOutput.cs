using Spectre.Console;

namespace OptimizerDynamics.Cli;

/// <summary>
/// Results in colours and tables: a terminal gets both, in its width; a file or a pipe gets plain text in lines of any length.
/// </summary>
internal static class StyledOutput
{
    /// <summary>The columns where there is no terminal: tables are as wide as they need to be.</summary>
    public const int Unlimited = 10_000;

    /// <summary>Whether a command's output is a terminal.</summary>
    /// <param name="output">The command's output.</param>
    public static bool IsTerminal(TextWriter output) => ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    /// <summary>What writes to a command's output.</summary>
    /// <param name="output">The command's output.</param>
    public static IAnsiConsole On(TextWriter output)
    {
        var isTerminal = IsTerminal(output);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!isTerminal)
            console.Profile.Width = Unlimited;
        return console;
    }
}
