using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn collect</c>: a study's report, of the records that are there.</summary>
internal static class CollectCommand
{
    private const int Named = 5;

    private const string Description =
        """
        Make a study's report of the records that its trials left, without running anything. It is the
        report that 'optdyn run' makes at its end.

          optdyn collect dying-filters

        Where a trial has no record, its name is said, no report is made (with --partial it is, of
        the others), and the exit code is 1.
        """;

    public static Command Create(CommandContext context)
    {
        var command = new Command("collect", Description);
        var chosen = ChosenStudy.AddTo(command, context.Registry);
        var (reports, quiet) = (StudyOptions.Reports(), StudyOptions.Quiet());
        var partial = new Option<bool>("--partial") { Description = "Make the report although records are missing." };
        foreach (var option in new Option[] { reports, partial, quiet })
            command.Add(option);
        command.SetAction(parsed =>
        {
            var study = chosen(parsed);
            var folder = study.OpenReports(parsed.GetValue(reports), context.Registry);
            var (read, notices) = (study.Study, new List<string>());
            var known = study.Store.ReadAll(read.Name, notices).ToDictionary(record => record.Id);
            foreach (var notice in notices)
                context.Warn(notice);
            var missing = read.All.Where(trial => !known.ContainsKey(trial.Specification.Id)).ToList();
            var records = read.All.Select(trial => trial.Specification.Id).Where(known.ContainsKey).Select(id => known[id]).ToList();
            var shown = context.Quiet(parsed.GetValue(quiet));
            var count = records.Count + missing.Count;
            shown.Output.WriteLine($"{read.Name}, profile {read.Profile}: {count} trials, {records.Count} of them with a record");
            if (missing.Count == 0 || (parsed.GetValue(partial) && records.Count > 0))
                study.MakeReport(records, folder, shown);
            if (missing.Count > 0)
                throw new FailureException($"{missing.Count} of {count} trials have no record: {Names(read, missing)}");
            var failed = records.Count(record => record.Status == TrialStatus.Failed);
            return failed == 0 ? ExitCodes.Success : throw new FailureException(
                $"{failed} of {records.Count} trials failed; their records say why, and 'optdyn submit' or 'optdyn run' runs them again");
        });
        return command;
    }

    private static string Names(IStudy study, List<IStudyTrial> trials)
    {
        var names = trials.Take(Named).Select(study.NameOf);
        var more = $"and {trials.Count - Named} more ('optdyn status' names all of them)";
        return string.Join("; ", trials.Count > Named ? names.Append(more) : names);
    }
}
