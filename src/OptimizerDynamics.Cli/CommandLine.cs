using System.CommandLine;
using System.CommandLine.Help;
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

    /// <summary>The process was asked to end, and the same command resumes it: a shell's exit code for an interrupted command.</summary>
    public const int Interrupted = 130;

    /// <summary>The option with which an error is followed by its stack trace.</summary>
    public const string DebugName = "--debug";

    /// <summary>Help is never broken to shorter lines, however narrow the terminal: its columns would be a letter wide, or none.</summary>
    private const int NarrowestHelp = 40;

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Takes results.</param>
    /// <param name="errors">Takes errors and warnings.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter errors) => Run(Create(output, errors), args, output, errors);

    /// <summary>Runs a command line with any commands. Whatever they throw is one line on <paramref name="errors"/>.</summary>
    /// <param name="root">The commands.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Takes results.</param>
    /// <param name="errors">Takes errors and warnings.</param>
    /// <param name="columns">The columns of the terminal; those that the console tells when null.</param>
    /// <returns>The exit code.</returns>
    internal static int Run(RootCommand root, string[] args, TextWriter output, TextWriter errors, int? columns = null)
    {
        var debug = new Option<bool>(DebugName) { Description = "Show the stack trace of an error.", Recursive = true };
        root.Add(debug);
        try
        {
            var help = (HelpAction)root.Options.OfType<HelpOption>().Single().Action!;
            help.MaxWidth = Math.Max(columns ?? help.MaxWidth, NarrowestHelp);
            // A word such as @file is a name like any other, not a file of arguments.
            var parsed = root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if ((Arguments.Problem(parsed) ?? FirstError(parsed)) is { } problem)
                throw new InputException($"{problem} (see 'optdyn {CommandName(parsed)}--help')");
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
        }
        catch (Exception error)
        {
            return Report(errors, error, isDebug: args.Contains(DebugName));
        }
    }

    /// <summary>All commands.</summary>
    /// <param name="output">Takes results.</param>
    /// <param name="errors">Takes errors and warnings.</param>
    internal static RootCommand Create(TextWriter output, TextWriter errors) => new(
        """
        OptimizerDynamics: what does an optimizer really do to a network's weights?

        Results go to standard output or to the files named, errors to standard error.
        Exit codes: 0 done, 1 the work failed, 2 the input cannot be used, 130 interrupted.
        """)
    {
        TraceCommand.Create(output, errors),
        OptimizersCommand.Create(output),
        ListCommand.Create(output),
        RunCommand.Create(output, errors),
        ReproduceCommand.Create(output, errors),
        SubmitCommand.Create(output, errors),
        StatusCommand.Create(output, errors),
        CollectCommand.Create(output, errors),
        ReportCommand.Create(output),
        TrainCommand.Create(output, errors),
        TrialCommand.Create(output, errors),
        DataCommand.Create(output, errors),
        DoctorCommand.Create(output, errors),
    };

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

    /// <summary>A word that means nothing comes first: it is why other things seem to be missing.</summary>
    private static string? FirstError(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is not [var word, ..])
            return parsed.Errors.Count > 0 ? parsed.Errors[0].Message : null;
        var command = parsed.CommandResult.Command;
        List<Symbol> known = [.. word.StartsWith('-') ? command.Options.Cast<Symbol>() : command.Subcommands];
        var nearest = known.Count == 0 ? "" : $"; the nearest valid one is '{Nearest.Of(word, known.Select(symbol => symbol.Name))}'";
        return $"unknown {(word.StartsWith('-') ? "option" : "word")} '{word}'{nearest}";
    }

    private static string CommandName(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
}
