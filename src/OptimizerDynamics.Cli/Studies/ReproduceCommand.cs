using System.CommandLine;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;
using Spectre.Console;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn reproduce</c>: the studies that tell the paper's story, one after another, and what they say of its hypotheses.</summary>
internal static class ReproduceCommand
{
    private static readonly string[] _told = ["low-gradient", "silent-mini-batches", "task-difficulty", "regularizers", "batch-size"];

    private const string Description =
        """
        Run the studies that tell the paper's story and make their report, from nothing.

          optdyn reproduce

        Runs low-gradient, silent-mini-batches, task-difficulty, regularizers and batch-size at the
        profile 'quick' (some twelve minutes on two cores), and ends with what they say of the paper's
        hypotheses and the page to open, DIR/reports/PROFILE/index.html. Stopped at any moment, by
        whatever means, the same command resumes; what has been run is not run again.
        """;

    public static Command Create(TextWriter output, TextWriter errors)
    {
        var (profile, force, quiet) = (StudyOptions.Profile("quick"), StudyOptions.Force(), StudyOptions.Quiet("the verdicts and errors"));
        var folder = CommandOptions.Folder(TrialProtocol.StoreOption, "Where the trials' records and the report are kept.", "runs");
        var (device, jobs, pack) = (StudyOptions.Device(), StudyOptions.Jobs(), StudyOptions.Pack());
        var command = new Command("reproduce", Description) { profile, folder, force, quiet, device, jobs, pack };
        command.SetAction(parsed =>
        {
            // All are read before the first is run.
            var studies = _told.Select(name => StudyFile.Read(Composition.Registry, StudyFiles.Find(name), parsed.GetRequiredValue(profile))).ToList();
            var run = new StudyLaunch(parsed.GetValue(quiet) ? TextWriter.Null : output, errors)
            {
                Store = new RunStore(parsed.GetRequiredValue(folder)),
                Device = parsed.GetRequiredValue(device),
                RunsAll = parsed.GetValue(force),
                Jobs = (int)parsed.GetValue(jobs),
                Pack = (int)parsed.GetValue(pack),
            };
            var reports = new ReportFolder(Path.Combine(run.Store.Folder, "reports", studies[0].Profile));
            var failed = 0;
            foreach (var study in studies)
            {
                var records = run.Run(study);
                reports.WriteRecords(study, records);
                failed += records.Count(record => record.Status == TrialStatus.Failed);
            }

            Tell(reports.Write([], TextWriter.Null, hasHtml: true), output);
            output.WriteLine($"\nThe report: {Path.Combine(reports.Path, ReportFiles.HtmlName)}");
            return failed == 0
                ? CommandLine.Success
                : throw new FailureException($"{failed} trials failed; their records say why, and the same command runs them again");
        });
        return command;
    }

    /// <summary>The verdicts: two lines each, in colour on a terminal.</summary>
    private static void Tell(IReadOnlyList<StudyPage> pages, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 1000; // whoever reads it breaks lines, if they have to be broken
        foreach (var (hypothesis, page, finding) in
            from known in Composition.Registry.Hypotheses
            from page in pages
            from finding in page.Findings
            where finding.Id == known.Id
            select (known, page, finding))
        {
            console.MarkupLineInterpolated($"{hypothesis.Id,-4} [{ColourOf(finding.Outcome)}]{finding.Outcome,-13}[/] {hypothesis.Statement}");
            console.MarkupLineInterpolated($"{"",-18} [grey]{page.Name}: {finding.Count(VerdictOutcome.Supported)} for, {finding.Count(VerdictOutcome.Contradicted)} against, {finding.Count(VerdictOutcome.Inconclusive)} open[/]");
        }
    }

    private static string ColourOf(string outcome) => outcome switch { "supported" => "green", "contradicted" => "red", "mixed" => "yellow", _ => "default" };
}
