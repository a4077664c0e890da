using System.CommandLine;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;

namespace OptimizerDynamics.Cli;

/// <summary>What <c>optdyn</c> is put together from: its registry and its commands.</summary>
internal static class Composition
{
    /// <summary>What names in study files, records and options mean; the kinds of study have their pages.</summary>
    private static readonly Registry _registry = Registry.Standard.With(new ReportedLowGradient(), new ReportedTraining());

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Takes results.</param>
    /// <param name="errors">Takes errors and warnings.</param>
    /// <returns>The exit code, one of <see cref="ExitCodes"/> or of <see cref="TrialProtocol"/>.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter errors) =>
        CommandLine.Run(Commands(new CommandContext(_registry, output, errors)), args, output, errors);

    /// <summary>All commands.</summary>
    /// <param name="context">What they are handed.</param>
    public static RootCommand Commands(CommandContext context) => new(
        """
        OptimizerDynamics: what does an optimizer really do to a network's weights?

        Results go to standard output or to the files named, errors to standard error.
        Exit codes: 0 done, 1 the work failed, 2 the input cannot be used, 130 interrupted.
        'optdyn COMMAND --help' or 'optdyn help COMMAND' says more of a command, with examples.
        """)
    {
        TraceCommand.Create(context),
        ExplainCommand.Create(context),
        OptimizersCommand.Create(context),
        ListCommand.Create(context),
        PlanCommand.Create(context),
        InitCommand.Create(context),
        RunCommand.Create(context),
        ReproduceCommand.Create(context),
        SubmitCommand.Create(context),
        StatusCommand.Create(context),
        CollectCommand.Create(context),
        ReportCommand.Create(context),
        VerifyStudyCommand.Create(context),
        TrainCommand.Create(context),
        TrialCommand.Create(context),
        InspectCommand.Create(context),
        ExportCommand.Create(context),
        DataCommand.Create(context),
        DoctorCommand.Create(context),
        CompletionCommand.Create(context),
        HelpCommand.Create(context),
    };
}
