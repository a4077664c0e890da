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

        The study is experiments/NAME/study.yaml, or a file. Each trial's record is kept in
        DIR/NAME/ID.json, named by a hash of all that it depends on, so a trial is not run twice,
        and one whose study changed is. The profile 'standard' makes the committed report anew, in
        reports/NAME; the report of another profile goes to DIR/reports/PROFILE/NAME.
        """;

    public static Command Create(TextWriter output, TextWriter errors)
    {
        var study = StudyOptions.Study();
        var (profile, folder, reports) = (StudyOptions.Profile(), StudyOptions.Folder(), StudyOptions.Reports());
        var events = CommandOptions.Folder(
            StudyOptions.Events, "Where TensorBoard's files go: a folder in DIR/STUDY for each training.");
        var (force, quiet, device) = (StudyOptions.Force(), StudyOptions.Quiet(), StudyOptions.Device());
        var (jobs, pack) = (StudyOptions.Jobs(), StudyOptions.Pack());
        var command = new Command("run", Description) { study, profile, folder, reports, events, force, quiet, device, jobs, pack };
        command.SetAction(parsed =>
        {
            var file = StudyFiles.Find(parsed.GetRequiredValue(study));
            var read = StudyFile.Read(Composition.Registry, file, parsed.GetRequiredValue(profile));
            var shown = parsed.GetValue(quiet) ? TextWriter.Null : output;
            var run = new StudyLaunch(shown, errors)
            {
                Store = new RunStore(parsed.GetRequiredValue(folder)),
                Events = parsed.GetValue(events),
                Device = parsed.GetRequiredValue(device),
                RunsAll = parsed.GetValue(force),
                Jobs = (int)parsed.GetValue(jobs),
                Pack = (int)parsed.GetValue(pack),
            };
            var records = run.Run(read);
            var failed = records.Count(record => record.Status == TrialStatus.Failed);
            if (failed < records.Count)
                ReportFolder.Of(read, file, run.Store.Folder, parsed.GetValue(reports)).Make(read, records, shown);
            return failed == 0 ? CommandLine.Success : throw new FailureException(
                $"{failed} of {records.Count} trials failed; their records say why, and the same command runs them again");
        });
        return command;
    }
}
