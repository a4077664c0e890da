using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace OptimizerDynamics.Cli;

/// <summary>Help in which a command that has others below it shows a line of each: the first sentence of its description.</summary>
/// <param name="help">Writes the help of one command.</param>
internal sealed class OverviewHelp(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        foreach (var command in parseResult.CommandResult.Command.Subcommands)
            command.Description = Summary(command.Description ?? "");
        return help.Invoke(parseResult);
    }

    /// <summary>The first sentence of a description, as one line.</summary>
    private static string Summary(string description)
    {
        var line = string.Join(' ', description.ReplaceLineEndings("\n").Split('\n').Select(part => part.Trim()));
        var end = line.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? line : line[..(end + 1)];
    }
}
