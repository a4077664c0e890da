using System.CommandLine;
using System.Text;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn submit</c>: a study's trials as a job array of Slurm's.</summary>
internal static class SubmitCommand
{
    /// <summary>The last task's number that Slurm takes where nothing else is configured.</summary>
    private const int MostTasks = 1000;

    private const string Description =
        """
        Submit the trials of a training study to Slurm, a task for each that has no record.

          optdyn submit dying-filters --slurm --time 2:00:00 --memory 4G

        What a task asks for stands in the study's section 'slurm', and options replace it. Job
        script, specifications and logs are kept in DIR/STUDY/slurm/NUMBER. Submitted again, what is
        queued, running or done is left alone; a task that its time limit, a crash or 'scancel' ended
        is taken up from its checkpoint. DIR has to be on a file system that the nodes share.
        'optdyn status' tells how the tasks stand, and 'optdyn collect' makes the report.
        """;

    public static Command Create(TextWriter output, TextWriter errors)
    {
        var study = new Argument<string>("study") { Description = "A study's name, or its file." };
        var slurm = new Option<bool>("--slurm") { Description = "To Slurm; there is nothing else to submit to yet." };
        var (profile, folder) = (StudyOptions.Profile(), StudyOptions.Folder());
        var device = CommandOptions.Device("Where trainings compute: cpu, cuda or cuda:n.");
        var every = CommandOptions.WholeNumber("--checkpoint-every", "Iterations between checkpoints.", 1000, 1, CommandOptions.MostIterations);
        var dry = new Option<bool>("--dry-run") { Description = "Show the job script, and neither write nor submit anything." };
        var command = new Command("submit", Description) { study, slurm, profile, folder, device, every, dry };
        var options = SlurmSetting.All.ToDictionary(setting => setting.Key, OptionOf);
        foreach (var option in options.Values)
            command.Add(option);
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(slurm))
                throw new InputException("submit: expected the option --slurm (see 'optdyn submit --help')");
            var read = StudyOptions.Training(StudyFile.Read(Composition.Registry, StudyFiles.Find(parsed.GetRequiredValue(study)), parsed.GetRequiredValue(profile)), "submit");
            var given = options.Where(option => parsed.GetValue(option.Value) is not null).Select(option => KeyValuePair.Create(option.Key, parsed.GetValue(option.Value)!));
            var store = Path.GetFullPath(parsed.GetRequiredValue(folder));
            JobScript ScriptOf(string name, string where, int tasks) => new(
                read.Name, read.Profile, name, tasks, where, store, Environment.CurrentDirectory, parsed.GetRequiredValue(device), parsed.GetValue(every), read.Slurm.With(given));
            if (new[] { store, Environment.CurrentDirectory }.FirstOrDefault(path => path.AsSpan().IndexOfAny('"', '\\', '\n') >= 0) is { } path)
                throw new InputException($"submit: a job script cannot name the folder '{path}': it has a quotation mark, a backslash or a line's end in it");
            if (!parsed.GetValue(dry))
                return Submit(read, store, ScriptOf, output, errors);
            output.Write(ScriptOf(NameOf(read.Name), Path.Combine(Submission.FolderOf(store, read.Name), "NUMBER"), read.Trials.Length).Text(TrialProcess.Program()));
            return CommandLine.Success;
        });
        return command;
    }

    private static int Submit(TrainingStudy study, string store, Func<string, string, int, JobScript> scriptOf, TextWriter output, TextWriter errors)
    {
        using var held = TrialLock.Take(Path.Combine(Submission.FolderOf(store, study.Name), "submit.lock"))
            ?? throw new FailureException("another 'optdyn submit' of this study is at work");
        var notices = new List<string>();
        var states = TrialStates.Of(study, store, notices);
        foreach (var notice in notices)
            errors.WriteLine($"optdyn: warning: {notice}");
        output.WriteLine($"{study.Name}, profile {study.Profile}: {states.Count} trials ({StatusCommand.Counts(states)})");
        var open = states.Where(state => !state.IsTakenCareOf).Select(state => state.Trial).ToList();
        if (open.Count == 0)
            output.WriteLine("there is nothing to submit");
        // What cannot be had is said before anything is submitted.
        foreach (var data in open.Select(trial => trial.Data).Distinct())
            KnownData.Find(data);
        foreach (var trials in open.Chunk(MostTasks))
            Submit(study, store, trials, scriptOf, output);
        return CommandLine.Success;
    }

    private static void Submit(TrainingStudy study, string store, TrainingTrial[] trials, Func<string, string, int, JobScript> scriptOf, TextWriter output)
    {
        var (folder, name) = (Submission.NextFolder(store, study.Name), NameOf(study.Name));
        var script = Path.Combine(folder, JobScript.FileName);
        File.WriteAllText(Path.Combine(folder, JobScript.SpecificationsName), string.Concat(trials.Select(trial => trial.Specification.Canonical + "\n")), new UTF8Encoding(false));
        File.WriteAllText(script, scriptOf(name, folder, trials.Length).Text(TrialProcess.Program()), new UTF8Encoding(false));
        // Written before Slurm is asked: whatever happens then, the job can be found by its name.
        var submission = new Submission(folder, name, null, DateTime.UtcNow, [.. trials.Select(trial => trial.Specification.Id)]);
        submission.Write();
        submission = submission with { Job = SlurmTools.Submit(script) };
        submission.Write();
        output.WriteLine($"submitted {trials.Length} trials as job {submission.Job}: {Path.GetRelativePath(Environment.CurrentDirectory, script)}");
    }

    /// <summary>A job's name that no other has.</summary>
    private static string NameOf(string study) => $"optdyn-{string.Concat(study.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '-'))}-{Guid.NewGuid().ToString("N")[..8]}";

    private static Option<string?> OptionOf(SlurmSetting setting)
    {
        var option = new Option<string?>(setting.Option) { Description = setting.Meaning, HelpName = "value" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !setting.Accepts(token.Value))
                result.AddError($"{setting.Option}: expected {setting.Expected}, found '{token.Value}'");
        });
        return option;
    }
}
