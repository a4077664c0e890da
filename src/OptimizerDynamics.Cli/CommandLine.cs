using System.CommandLine;
using System.Runtime.InteropServices;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>The commands of <c>optdyn</c>, and what becomes of an error: one line on standard error, and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>The work failed for a reason outside the input: a full disk, a missing right.</summary>
    public const int Failure = 1;

    /// <summary>The input cannot be used: an option, a file, a key, a number.</summary>
    public const int BadInput = 2;

    /// <summary>The process was asked to end, and can be gone on with: the code of a shell for an interrupted command.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Takes results.</param>
    /// <param name="errors">Takes errors and warnings.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        var root = new RootCommand(
            """
            OptimizerDynamics: what does an optimizer really do to a network's weights?

            Results go to standard output or to the files named, errors to standard error.
            Exit codes: 0 done, 1 the work failed, 2 the input cannot be used, 130 interrupted.
            """)
        {
            TraceCommand.Create(output, errors),
            OptimizersCommand.Create(output),
            StudyCommands.CreateList(output),
            StudyCommands.CreateRun(output, errors),
            ReproduceCommand.Create(output, errors),
            SubmitCommand.Create(output, errors),
            StatusCommand.Create(output, errors),
            CollectCommand.Create(output, errors),
            ReportCommand.Create(output),
            TrainCommand.Create(output, errors),
            TrialCommand.Create(output, errors),
            DataCommand.Create(output),
            DoctorCommand.Create(output, errors),
        };

        try
        {
            // A word such as @file is a name like any other, not a file of arguments.
            var parsed = root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0)
                throw new InputException($"{FirstError(parsed)} (see 'optdyn {CommandName(parsed)}--help')");
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
        }
        catch (InputException error)
        {
            return Report(errors, error.Message, BadInput);
        }
        catch (OperationCanceledException error)
        {
            return Report(errors, error.Message, Interrupted);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FailureException)
        {
            return Report(errors, error.Message, Failure);
        }
        catch (ExternalException error)
        {
            // What libtorch throws: its first line says what is wrong (no memory on the device, say), the others where in libtorch.
            return Report(errors, $"libtorch: {error.Message.Split('\n')[0]}", Failure);
        }
    }

    private static int Report(TextWriter errors, string message, int exitCode)
    {
        errors.WriteLine($"optdyn: {string.Join(' ', message.Split(['\r', '\n', '\u0085', '\u2028', '\u2029'], StringSplitOptions.RemoveEmptyEntries))}");
        return exitCode;
    }

    /// <summary>A word that means nothing comes first: it is why other things seem to be missing.</summary>
    private static string FirstError(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is not [var word, ..])
            return parsed.Errors[0].Message;
        var command = parsed.CommandResult.Command;
        List<Symbol> known = [.. word.StartsWith('-') ? command.Options.Cast<Symbol>() : command.Subcommands];
        var nearest = known.Count == 0 ? "" : $"; the nearest valid one is '{Nearest.Of(word, known.Select(symbol => symbol.Name))}'";
        return $"unknown {(word.StartsWith('-') ? "option" : "word")} '{word}'{nearest}";
    }

    private static string CommandName(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
}
