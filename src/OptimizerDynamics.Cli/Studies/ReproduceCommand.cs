using System.CommandLine;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;
using Spectre.Console;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn reproduce</c>: the studies that tell the paper's story, and their verdicts on its hypotheses.</summary>
internal static class ReproduceCommand
{
    private static readonly string[] _told =
        ["low-gradient-claim", "low-gradient", "silent-mini-batches", "task-difficulty", "regularizers", "batch-size"];

    private const string Description =
        """
        Run the studies that tell the paper's story and make their report, from nothing.

          optdyn reproduce

        Runs low-gradient, silent-mini-batches, task-difficulty, regularizers and batch-size at the
        profile 'quick' (some five minutes on two cores), and ends with what they say of the paper's
        hypotheses and the page to open, DIR/reports/PROFILE/index.html. Stopped at any moment, by
        whatever means, the same command resumes; what has been run is not run again.
        """;

    public static Command Create(CommandContext context)
    {
        var command = new Command("reproduce", Description);
        var (profile, store, engine) = (StudyOptions.Profile("quick"), StudyOptions.Store(), StudyOptions.Engine());
        foreach (var option in new Option[] { profile, engine, store })
            command.Add(option);
        var launch = new LaunchOptions(command, "the verdicts and errors");
        command.SetAction(parsed =>
        {
            // All are read before the first is run.
            var chosen = parsed.GetRequiredValue(profile);
            var studies = _told.Select(name => StudyFile.Read(context.Registry, KnownStudies.Find(name).Text, chosen))
                .Select(study => study.All.Any(trial => trial.Engine is not null)
                    ? StudyOptions.WithEngine(study, parsed.GetValue(engine)) : study).ToList();
            var run = launch.Read(parsed, context, new RunStore(parsed.GetRequiredValue(store)));
            var path = ReportFolder.PathFor(chosen, run.Store.Folder);
            var reports = new ReportFolder(context.Registry, path, KnownStudies.All().Select(known => known.Text));
            var failed = 0;
            foreach (var study in studies)
            {
                var records = run.Run(study);
                reports.WriteRecords(study, records);
                failed += records.Count(record => record.Status == TrialStatus.Failed);
            }

            Tell(reports.Write([], TextWriter.Null, hasHtml: true), context);
            context.Output.WriteLine($"\nThe report: {Path.Combine(path, ReportFiles.HtmlName)}");
            return failed == 0
                ? ExitCodes.Success
                : throw new FailureException($"{failed} trials failed; their records say why, and the same command runs them again");
        });
        return command;
    }

    /// <summary>The verdicts: two lines each, in colour on a terminal.</summary>
    private static void Tell(IReadOnlyList<StudyPage> pages, CommandContext context)
    {
        var console = StyledOutput.On(context.Output);
        console.Profile.Width = StyledOutput.Unlimited; // whoever reads it breaks lines, if they have to be broken
        foreach (var (hypothesis, page, finding) in
            from known in context.Registry.Hypotheses
            from page in pages
            from finding in page.Findings
            where finding.Id == known.Id
            select (known, page, finding))
        {
            var outcome = $"[{ColourOf(finding.Outcome)}]{finding.Outcome,-13}[/]";
            console.MarkupLine($"{hypothesis.Id,-4} {outcome} {Markup.Escape(hypothesis.Statement)}");
            var (votes, against) = (finding.Count(VerdictOutcome.Supported), finding.Count(VerdictOutcome.Contradicted));
            var open = finding.Count(VerdictOutcome.Inconclusive);
            console.MarkupLineInterpolated($"{"",-18} [grey]{page.Name}: {votes} for, {against} against, {open} open[/]");
        }
    }

    private static string ColourOf(string outcome) => outcome switch
    {
        "supported" => "green",
        "contradicted" => "red",
        "mixed" => "yellow",
        _ => "default",
    };
}
