using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>Parses a command line and runs its command; an error becomes one line on standard error, and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Help is never broken to shorter lines, however narrow the terminal: its columns would be a letter wide, or none.</summary>
    private const int NarrowestHelp = 40;

    /// <summary>Runs a command line. Whatever a command throws is one line on <paramref name="errors"/>.</summary>
    /// <param name="root">The commands.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Takes results.</param>
    /// <param name="errors">Takes errors and warnings.</param>
    /// <param name="columns">The columns of the terminal; those that the console tells when null.</param>
    /// <returns>The exit code.</returns>
    public static int Run(RootCommand root, string[] args, TextWriter output, TextWriter errors, int? columns = null)
    {
        var debug = new Option<bool>(Fault.DebugOption) { Description = "Show the stack trace of an error.", Recursive = true };
        root.Add(debug);
        var option = root.Options.OfType<HelpOption>().Single();
        var help = (HelpAction)option.Action!;
        help.MaxWidth = Math.Max(columns ?? help.MaxWidth, NarrowestHelp);
        option.Action = new OverviewHelp(help);
        try
        {
            return Invoke(root, args.Length == 0 ? [option.Name] : args, output, errors);
        }
        catch (Exception error)
        {
            return Report(errors, error, isDebug: args.Contains(Fault.DebugOption));
        }
    }

    /// <summary>Parses a command line and runs its command; what the command throws is left to the caller.</summary>
    /// <param name="root">The commands.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Takes results.</param>
    /// <param name="errors">Takes errors and warnings.</param>
    /// <exception cref="InputException">A word, an option or a value cannot be used.</exception>
    public static int Invoke(Command root, string[] args, TextWriter output, TextWriter errors)
    {
        // A word such as @file is a name like any other, not a file of arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (!IsCompletion(root, parsed) && (Arguments.Problem(parsed) ?? FirstError(parsed)) is { } problem)
            throw new InputException($"{problem} (see 'optdyn {CommandName(parsed)}--help')");
        return parsed.Invoke(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
    }

    /// <summary>Whether a shell asks how a line can go on: that line is no command line of this program's.</summary>
    private static bool IsCompletion(Command root, ParseResult parsed) =>
        root is RootCommand { Directives: var directives }
            && directives.OfType<SuggestDirective>().Any(asked => parsed.GetResult(asked) is not null);

    private static int Report(TextWriter errors, Exception error, bool isDebug)
    {
        var fault = Fault.Of(error);
        try
        {
            errors.WriteLine($"optdyn: {fault.Message}");
            if (isDebug)
                errors.WriteLine(error);
        }
        catch (IOException)
        {
            // Standard error is closed or full: the exit code is all that is left to say it with.
        }

        return fault.ExitCode;
    }

    /// <summary>The first error of parsing. An unknown word comes first: it is why other things seem to be missing.</summary>
    private static string? FirstError(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is not [var word, ..])
            return parsed.Errors.Count > 0 ? parsed.Errors[0].Message : null;
        var command = parsed.CommandResult.Command;
        List<Symbol> known = [.. word.StartsWith('-') ? command.Options.Cast<Symbol>() : command.Subcommands];
        var nearest = known.Count == 0 ? "" : $"; the nearest valid one is '{Nearest.Of(word, known.Select(symbol => symbol.Name))}'";
        return $"unknown {(word.StartsWith('-') ? "option" : "word")} '{word}'{nearest}";
    }

    /// <summary>The command's name with those of the commands above it, each followed by a space: <c>data fetch </c>.</summary>
    private static string CommandName(ParseResult parsed)
    {
        var name = "";
        for (var level = parsed.CommandResult; level.Parent is CommandResult above; level = above)
            name = $"{level.Command.Name} {name}";
        return name;
    }
}
