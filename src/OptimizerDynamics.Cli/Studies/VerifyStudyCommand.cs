using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using OptimizerDynamics.Reports;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn verify</c>: trials of recorded studies run again, and compared with their records.</summary>
internal static class VerifyStudyCommand
{
    private const int UsualSample = 3;

    private const string Description =
        """
        Run trials again that have a record, and say whether every number comes out the same.

          optdyn verify task-difficulty                   three of its committed records
          optdyn verify task-difficulty --all             all of them
          optdyn verify regularizers --profile quick      what 'optdyn run' or 'reproduce' left in DIR

        Which trials a sample has follows from their number alone, so that everybody runs the same
        ones. Compared are all values of a record but times: errors, γ, β, activations, curves, and,
        where the record has it, the digest of the network's final parameters. Nothing is written but
        temporary files. The project's own engine (cpu) and the simulations give the same bits on
        every machine; libtorch's depend on its version and on the processor. Exit code 1: something
        differs, or could not be run again.
        """;

    public static Command Create(CommandContext context)
    {
        var command = new Command("verify", Description);
        var chosen = ChosenStudy.AddTo(command, context.Registry);
        var sample = CommandOptions.WholeNumber("--sample", "How many trials.", UsualSample, 1, int.MaxValue);
        var all = new Option<bool>("--all") { Description = "All trials that have a record." };
        var records = CommandOptions.File("--records", "The file of records; that of the study's report when left out.");
        var (device, jobs, quiet) = (StudyOptions.Device(), StudyOptions.Jobs(), StudyOptions.Quiet("what differs"));
        foreach (var option in new Option[] { sample, all, records, device, jobs, quiet })
            command.Add(option);
        Oversubscription.AddTo(command, jobs);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(all) && parsed.GetResult(sample) is { Implicit: false })
                throw new InputException("--sample: expected --sample or --all, found both");
            var choice = chosen(parsed);
            var study = choice.Study;
            var file = parsed.GetValue(records) ?? ReportFolder.RecordsOf(choice.ReportPath, study.Name);
            var shown = context.Quiet(parsed.GetValue(quiet));
            var recorded = Sample(RecordsOf(study, file, shown), parsed.GetValue(all) ? int.MaxValue : (int)parsed.GetValue(sample));
            var run = new Verification(study, parsed.GetRequiredValue(device), (int)parsed.GetValue(jobs), context, shown);
            var differing = run.CountDiffering(recorded);
            return differing == 0 ? ExitCodes.Success : throw new FailureException(
                $"{differing} of {recorded.Count} trials do not give the numbers of their records");
        });
        return command;
    }

    /// <summary>The records of the study's trials, in the order of their ids; what is left out is said.</summary>
    private static List<TrialRecord> RecordsOf(IStudy study, string file, CommandContext context)
    {
        if (!File.Exists(file))
        {
            throw new InputException(
                $"there are no records of {study.Name} at the profile {study.Profile} in '{file}': expected those of a run "
                    + $"('optdyn run {study.Name} --profile {study.Profile}'), or --records FILE");
        }

        var known = study.All.Select(trial => trial.Specification.Id).ToHashSet(StringComparer.Ordinal);
        var all = RunStore.ReadLines(file);
        var records = all.Where(record => known.Contains(record.Id) && record.Status != TrialStatus.Failed).ToList();
        if (records.Count is > 0 and var count && all.Count - count is > 0 and var left)
        {
            context.Output.WriteLine(
                $"{left} of {all.Count} records are left out: of trials that failed, or of none of {study.Name} at the profile "
                    + $"{study.Profile}");
        }

        return records.Count > 0 ? records : throw new InputException(
            $"{file}: expected records of trials of {study.Name} at the profile {study.Profile}, found none: another profile's, another "
                + "engine's, of trials that failed, or of a study that has changed since");
    }

    /// <summary>Records from the whole length of a list, evenly spaced: ids are hashes, so their order says nothing.</summary>
    private static List<TrialRecord> Sample(List<TrialRecord> records, int count) => count >= records.Count
        ? records
        : [.. Enumerable.Range(0, count).Select(index => records[(int)((long)index * records.Count / count)])];

    /// <summary>A study's trials, run again.</summary>
    private sealed class Verification(IStudy study, string device, int jobs, CommandContext context, CommandContext shown)
    {
        /// <summary>Runs the trials of some records again, and tells of each whether its numbers are the same.</summary>
        /// <returns>The number of trials that differ.</returns>
        public int CountDiffering(List<TrialRecord> recorded)
        {
            var ids = recorded.Select(record => record.Id).ToHashSet(StringComparer.Ordinal);
            ImmutableArray<IStudyTrial> trials =
                [.. study.All.DistinctBy(trial => trial.Specification.Id).Where(trial => ids.Contains(trial.Specification.Id))];
            shown.Output.WriteLine($"{study.Name}, profile {study.Profile}: {trials.Length} trials with a record are run again");
            StudyLaunch.Require(context.Registry, trials, device);
            var folder = Directory.CreateTempSubdirectory("optdyn-verify-");
            try
            {
                var again = Run(trials, new RunStore(folder.FullName)).ToDictionary(record => record.Id);
                var names = trials.ToDictionary(trial => trial.Specification.Id, NameOf);
                var differing = recorded.Count(record => !Tell(names[record.Id], record, again[record.Id]));
                shown.Output.WriteLine($"{recorded.Count - differing} of {recorded.Count} trials give every number of their records");
                return differing;
            }
            catch (OperationCanceledException cause)
            {
                throw new OperationCanceledException("stopped; nothing is left of it, and the same command begins anew", cause);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        private IEnumerable<TrialRecord> Run(ImmutableArray<IStudyTrial> trials, RunStore store)
        {
            IReadOnlyCollection<TrialRecord> records = [];
            using var end = new EndRequest();
            var executor = new ProcessExecutor(ThisProgram.Command(), device);
            new ProgressDisplay(shown.Output).ShowMany(study.Name, trials.Length, "trials", progress => records = study.Kind.Run(
                new StudyRun(
                    study, trials, store, ThisProgram.OnTheCpu(), jobs, executor, new TrialDisplay(progress, study, TimeProvider.System),
                    end.Token)));
            return study.Reported(records);
        }

        /// <summary>Tells the comparison of a trial.</summary>
        /// <returns>Whether all is the same.</returns>
        private bool Tell(string name, TrialRecord record, TrialRecord again)
        {
            var comparison = RecordComparison.Of(record, again);
            var values = comparison.Values.ToString("#,0", CultureInfo.InvariantCulture);
            if (again.Status == TrialStatus.Failed)
            {
                context.Output.WriteLine($"failed   {name}: {again.Reason}");
                return false;
            }

            if (comparison.IsSame)
            {
                shown.Output.WriteLine($"same     {name}: {values} values{(HasDigest(record) ? ", and the digest of θ" : "")}");
                return true;
            }

            context.Output.WriteLine($"differs  {name}: {comparison.Differences.Length} of {values} values");
            context.Output.WriteLine($"         {comparison.Differences[0]}");
            context.Output.WriteLine($"         the record's: {Words(record.Environment)}; here: {Words(again.Environment)}");
            return false;
        }

        private static bool HasDigest(TrialRecord record) => record.Result.ContainsKey(ResultNames.Digest);

        private string NameOf(IStudyTrial trial)
        {
            var (name, id) = (study.NameOf(trial), trial.Specification.Id);
            return name == id ? id : $"{name} ({id})";
        }

        private static string Words(RunEnvironment of) =>
            $"{string.Join(", ", of.Libraries.Select(library => $"{library.Key} {library.Value}"))}, on {of.Device}";
    }
}
