using System.CommandLine;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn report</c>: pages from the committed records.</summary>
internal static class ReportCommand
{
    private const string Description =
        """
        Make the reports again from the committed records, without running anything.

          optdyn report            all studies that have records in reports/NAME/records.jsonl
          optdyn report NAME       one of them
          optdyn report --html     and all of them as one page to open
          optdyn report --check    change nothing; exit code 1 where a committed file is not
                                   what the records give

        Writes reports/NAME/README.md with its charts and tables, reports/README.md with every
        hypothesis and its verdict, and with --html reports/index.html, which needs no other file.
        """;

    public static Command Create(CommandContext context)
    {
        var studies = new Argument<string[]>("study")
        {
            Description = "Studies whose reports are written; all when left out.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var check = new Option<bool>("--check") { Description = "Compare with what is there, and write nothing." };
        var folder = CommandOptions.Folder("--to", "The folder of the reports.", ReportFolder.Default);
        var quiet = StudyOptions.Quiet();
        var html = new Option<bool>("--html") { Description = "Write all reports as one HTML file, too: index.html." };
        var command = new Command("report", Description) { studies, check, html, folder, quiet };
        command.SetAction(parsed =>
        {
            var reports = new ReportFolder(
                context.Registry, parsed.GetRequiredValue(folder), KnownStudies.All().Select(known => known.Text));
            string[] wanted = parsed.GetValue(studies) ?? [];
            if (wanted.FirstOrDefault(study => !reports.Studies.Contains(study)) is { } missing)
                throw Missing(reports, missing);
            if (reports.Studies.Count == 0)
                throw NoRecords(reports);
            var progress = context.Quiet(parsed.GetValue(quiet)).Output;
            if (parsed.GetValue(check))
                return Check(reports, wanted, progress, context);
            reports.Write(wanted, progress, parsed.GetValue(html));
            return ExitCodes.Success;
        });
        return command;
    }

    private static int Check(ReportFolder reports, string[] wanted, TextWriter progress, CommandContext context)
    {
        var differences = reports.Differences(wanted, progress);
        foreach (var difference in differences)
            context.Output.WriteLine(difference);
        return differences.Count == 0 ? ExitCodes.Success : throw new FailureException(
            $"{differences.Count} of the reports' files are not what the records give; 'optdyn report' writes them anew");
    }

    private static InputException Missing(ReportFolder reports, string study) => reports.Studies is { Count: > 0 } known
        ? new InputException(Nearest.Unknown("report", study, known))
        : NoRecords(reports);

    private static InputException NoRecords(ReportFolder reports) => new(
        $"there are no records to report on in '{reports.FolderPath}': expected {reports.FolderPath}/NAME/records.jsonl; run a study "
            + $"first");
}
