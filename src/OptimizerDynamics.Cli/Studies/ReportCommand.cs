using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn report</c>.</summary>
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

    public static Command Create(TextWriter output)
    {
        var studies = new Argument<string[]>("study") { Description = "Studies whose reports are written; all when left out.", Arity = ArgumentArity.ZeroOrMore };
        var check = new Option<bool>("--check") { Description = "Compare with what is there, and write nothing." };
        var folder = CommandOptions.Folder("--to", "The folder of the reports.", ReportFolder.Default);
        var quiet = new Option<bool>("--quiet") { Description = "Say nothing but errors." };
        var html = new Option<bool>("--html") { Description = "Write all reports as one HTML file, too: index.html." };
        var command = new Command("report", Description) { studies, check, html, folder, quiet };
        command.SetAction(parsed =>
        {
            var progress = parsed.GetValue(quiet) ? TextWriter.Null : output;
            var reports = new ReportFolder(parsed.GetRequiredValue(folder));
            string[] wanted = parsed.GetValue(studies) ?? [];
            foreach (var study in wanted)
            {
                if (!reports.Studies().Contains(study))
                    throw Missing(reports, study);
            }

            if (!parsed.GetValue(check))
            {
                reports.Write(wanted, progress, parsed.GetValue(html));
                return CommandLine.Success;
            }

            var differences = reports.Differences(wanted, progress);
            foreach (var difference in differences)
                output.WriteLine(difference);
            return differences.Count == 0
                ? CommandLine.Success
                : throw new FailureException($"{differences.Count} of the reports' files are not what the records give; 'optdyn report' writes them anew");
        });
        return command;
    }

    private static InputException Missing(ReportFolder reports, string study) => reports.Studies() is { Count: > 0 } known
        ? new InputException(Nearest.Unknown("report", study, known))
        : new InputException($"there are no records to report on in '{reports.Path}': run a study first");
}
