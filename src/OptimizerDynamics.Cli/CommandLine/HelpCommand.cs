using System.CommandLine;
using System.CommandLine.Completions;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn help COMMAND</c>: what <c>optdyn COMMAND --help</c> says.</summary>
internal static class HelpCommand
{
    public static Command Create(CommandContext context)
    {
        var words = new Argument<string[]>("command")
        {
            Description = "A command; all of them when left out.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        words.CompletionSources.Add(completion => completion.ParseResult.RootCommandResult.Command.Subcommands.Select(
            command => new CompletionItem(command.Name)));
        var command = new Command("help", "Say what a command does, its arguments and options, with examples.") { words };
        command.SetAction(parsed => CommandLine.Invoke(
            parsed.RootCommandResult.Command, [.. parsed.GetValue(words) ?? [], "--help"], context.Output, context.Errors));
        return command;
    }
}
