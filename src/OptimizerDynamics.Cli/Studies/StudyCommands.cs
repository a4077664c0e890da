using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using OptimizerDynamics.Records;

namespace OptimizerDynamics.Cli.Studies;

/// <summary><c>optdyn list</c> and <c>optdyn run</c>.</summary>
internal static class StudyCommands
{
    private const string DefaultProfile = "quick", Experiments = "experiments", FileName = "study.yaml";

    private const string RunDescription =
        """
        Run a study: every trial that has no record yet.

          optdyn run low-gradient --profile quick

        The study is experiments/NAME/study.yaml, or a file. Each trial's record is kept in
        DIR/NAME/ID.json, named by a hash of all that it depends on, so a trial is not run twice,
        and one whose study changed is. All records of the profile go to DIR/NAME/records.jsonl.
        """;

    public static Command CreateList(TextWriter output)
    {
        var command = new Command("list", "List the studies of this folder, their profiles and how many trials each has.");
        command.SetAction(_ =>
        {
            if (!Directory.Exists(Experiments))
                throw new InputException($"expected to be run where there is a folder '{Experiments}'");
            foreach (var file in Directory.EnumerateDirectories(Experiments).Order(StringComparer.Ordinal).Select(folder => Path.Combine(folder, FileName)).Where(File.Exists))
            {
                var studies = LowGradientStudy.ReadAll(file);
                output.WriteLine($"{studies[0].Name,-18} {studies[0].Question}");
                foreach (var study in studies)
                    output.WriteLine($"{"",-18} {study.Profile,-10} {study.Trials.Length} trials");
            }

            return CommandLine.Success;
        });
        return command;
    }

    public static Command CreateRun(TextWriter output, TextWriter errors)
    {
        var study = new Argument<string>("study") { Description = "A study's name, or its file." };
        var profile = new Option<string>("--profile") { Description = "Which of the study's profiles.", DefaultValueFactory = _ => DefaultProfile, HelpName = "name" };
        var folder = new Option<string>("--out") { Description = "Where the records are kept.", DefaultValueFactory = _ => "runs", HelpName = "dir" };
        var force = new Option<bool>("--force") { Description = "Run trials again that have a record." };
        var quiet = new Option<bool>("--quiet") { Description = "Say nothing but errors." };
        var jobs = new Option<int>("--jobs") { Description = "How many threads; the number of processors when left out.", DefaultValueFactory = _ => Environment.ProcessorCount, HelpName = "n" };
        jobs.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1))
                result.AddError($"--jobs: expected an integer of at least 1, found '{token.Value}'");
        });
        var command = new Command("run", RunDescription) { study, profile, folder, force, quiet, jobs };
        command.SetAction(parsed =>
        {
            var progress = parsed.GetValue(quiet) ? TextWriter.Null : output;
            Run(LowGradientStudy.Read(FileOf(parsed.GetRequiredValue(study)), parsed.GetRequiredValue(profile)), parsed.GetRequiredValue(folder), parsed.GetValue(force), parsed.GetValue(jobs), progress, errors);
            return CommandLine.Success;
        });
        return command;
    }

    private static void Run(LowGradientStudy study, string folder, bool force, int jobs, TextWriter output, TextWriter errors)
    {
        var store = new RunStore(folder);
        var notices = new List<string>();
        var known = store.ReadAll(study.Name, notices).ToDictionary(record => record.Id);
        foreach (var notice in notices)
            errors.WriteLine($"optdyn: warning: {notice}");

        var trials = study.Trials.ToDictionary(trial => trial.Specification.Id);
        var open = trials.Where(trial => force || !known.ContainsKey(trial.Key)).Select(trial => trial.Value).ToList();
        output.WriteLine($"{study.Name}, profile {study.Profile}: {study.Trials.Length} trials, {study.Trials.Length - open.Count} of them done before");
        var (watch, done, last) = (Stopwatch.StartNew(), 0, TimeSpan.Zero);
        new LowGradientRunner(study.Name, store, ThisProgram.OnTheCpu(), jobs).Run(open, records =>
        {
            lock (watch)
            {
                foreach (var record in records)
                    known[record.Id] = record;
                done += records.Count;
                if (watch.Elapsed - last < TimeSpan.FromSeconds(1) && done < open.Count)
                    return;
                last = watch.Elapsed;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} of {open.Count} trials, {watch.Elapsed.TotalSeconds:0.0} s"));
            }
        });

        var path = Path.Combine(folder, study.Name, "records.jsonl");
        RunStore.WriteLines(path, trials.Keys.Select(id => known[id]));
        output.WriteLine($"records: {path}");
    }

    private static string FileOf(string study)
    {
        var named = Path.Combine(Experiments, study, FileName);
        if (File.Exists(named))
            return named;
        if (File.Exists(study))
            return study;
        string[] known = Directory.Exists(Experiments)
            ? [.. Directory.EnumerateDirectories(Experiments).Where(folder => File.Exists(Path.Combine(folder, FileName))).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)]
            : [];
        throw new InputException(known.Length > 0
            ? Nearest.Unknown("study", study, known)
            : $"there is no file '{study}', and no folder '{Experiments}' here with studies to name");
    }
}
