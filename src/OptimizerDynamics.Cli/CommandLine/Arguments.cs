using System.CommandLine;
using System.CommandLine.Parsing;

namespace OptimizerDynamics.Cli;

/// <summary>What no argument of any command may be, whatever it is for: empty, or with control characters.</summary>
/// <remarks>
/// An empty value comes from a variable that is not set (<c>--out "$RUNS"</c>), and most functions for files answer it with an exception
/// that names neither option nor argument. A control character in a name is a mistake of the script that passed it, and would go on into
/// file names, records and job scripts.
/// </remarks>
internal static class Arguments
{
    /// <summary>What is wrong with the first value that is empty or has a control character; null where there is none.</summary>
    /// <param name="parsed">The command line, whether it has other errors or not.</param>
    public static string? Problem(ParseResult parsed)
    {
        for (SymbolResult? level = parsed.CommandResult; level is not null; level = level.Parent)
        {
            foreach (var child in level is CommandResult command ? command.Children : [])
            {
                var problem = child switch
                {
                    OptionResult option => Problem(option.Option.Name, option.Option.HelpName, option.Tokens),
                    ArgumentResult argument => Problem(argument.Argument.Name, argument.Argument.HelpName, argument.Tokens),
                    _ => null,
                };
                if (problem is not null)
                    return problem;
            }
        }

        return null;
    }

    private static string? Problem(string name, string? kind, IReadOnlyList<Token> tokens)
    {
        foreach (var text in tokens.Select(token => token.Value))
        {
            if (string.IsNullOrWhiteSpace(text))
                return $"{name}: expected {Described(kind)}, found {(text.Length == 0 ? "nothing" : "white space")}";
            if (text.FirstOrDefault(char.IsControl, 'x') is var found && char.IsControl(found))
                return $"{name}: expected {Described(kind)} without control characters, found U+{(int)found:X4} in '{text}'";
        }

        return null;
    }

    private static string Described(string? kind) => kind switch
    {
        CommandOptions.FolderKind => "a folder",
        CommandOptions.FileKind => "a file name",
        _ => "a value",
    };
}
