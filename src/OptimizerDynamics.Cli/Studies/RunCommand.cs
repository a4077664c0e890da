using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn run</c>: a study's trials, and its report.</summary>
internal static class RunCommand
{
    private const string Description =
        """
        Run a study: every trial that has no record yet, and then its report.

          optdyn run low-gradient

        The study is experiments/NAME/study.yaml of this folder, or a file, or one of the program's
        own ('optdyn list'). Each trial's record is kept in DIR/NAME/ID.json, named by a hash of all
        that it depends on, so a trial is not run twice, and one whose study changed is. DIR is that
        of --out: 'runs', and for a study named by its file 'runs' beside it. The report goes to
        DIR/reports/PROFILE/NAME; only that of a study of this folder at the profile 'standard'
        makes the folder's own anew, reports/NAME.
        """;

    public static Command Create(CommandContext context)
    {
        var reports = StudyOptions.Reports();
        var events = CommandOptions.Folder(
            TrialProtocol.EventsOption, "Where TensorBoard's files go: a folder in DIR/STUDY for each training.");
        var command = new Command("run", Description);
        var chosen = ChosenStudy.AddTo(command, context.Registry);
        var launch = new LaunchOptions(command, "errors");
        command.Add(reports);
        command.Add(events);
        command.SetAction(parsed =>
        {
            var study = chosen(parsed);
            var run = launch.Read(parsed, context, study.Store, parsed.GetValue(events));
            var folder = study.OpenReports(parsed.GetValue(reports), context.Registry);
            var records = run.Run(study.Study);
            var failed = records.Count(record => record.Status == TrialStatus.Failed);
            if (failed < records.Count)
                study.MakeReport(records, folder, run.Context);
            return failed == 0 ? ExitCodes.Success : throw new FailureException(
                $"{failed} of {records.Count} trials failed; their records say why, and the same command runs them again");
        });
        return command;
    }
}
