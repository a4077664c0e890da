using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn submit</c>: a study's trials as a job array of Slurm's.</summary>
internal static class SubmitCommand
{
    private const string Description =
        """
        Submit the trials of a training study to Slurm, a task for each that has no record.

          optdyn submit dying-filters --slurm --time 2:00:00 --memory 4G

        What a task asks for stands in the study's section 'slurm', and options replace it. Job
        script, specifications and logs are kept in DIR/STUDY/slurm/NUMBER. Submitted again, what is
        queued, running or done is left alone; a task that its time limit, a crash or 'scancel' ended
        is resumed from its checkpoint. DIR has to be on a file system that the nodes share.
        'optdyn status' tells how the tasks stand, and 'optdyn collect' makes the report.
        """;

    public static Command Create(CommandContext context)
    {
        var command = new Command("submit", Description);
        var chosen = ChosenStudy.AddTo(command, context.Registry);
        var slurm = new Option<bool>("--slurm") { Description = "To Slurm; there is nothing else to submit to yet." };
        var device = StudyOptions.Device();
        var every = CommandOptions.WholeNumber(
            TrialProtocol.CheckpointOption, "Iterations between checkpoints.", 1000, 1, CommandOptions.MostIterations);
        var dry = new Option<bool>("--dry-run") { Description = "Show the job script, and neither write nor submit anything." };
        foreach (var option in new Option[] { slurm, device, every, dry })
            command.Add(option);
        var options = SlurmSetting.All.ToDictionary(setting => setting.Key, OptionOf);
        foreach (var option in options.Values)
            command.Add(option);
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(slurm))
                throw new InputException("submit: expected the option --slurm (see 'optdyn submit --help')");
            var (_, study, store) = chosen(parsed).Submittable("submit");
            // Nodes run the script in a folder of their own.
            store = new RunStore(Path.GetFullPath(store.Folder));
            var given = from option in options
                        let value = parsed.GetValue(option.Value)
                        where value is not null
                        select KeyValuePair.Create(option.Key, value);
            var run = new SlurmRun(store, ThisProgram.Command(), study.Slurm.With(given))
            {
                Device = parsed.GetRequiredValue(device),
                CheckpointEvery = parsed.GetValue(every),
                Plan = study.Plan?.Hash,
            };
            return parsed.GetValue(dry) ? Show(study, run, context) : Submit(study, run, context);
        });
        return command;
    }

    /// <summary>Shows the scripts of what would be submitted, and fails where submitting it would.</summary>
    private static int Show(IStudy study, SlurmRun run, CommandContext context)
    {
        var open = Open(context.Registry, StatesOf(study, run.Store, context), run.Device);
        if (open.Count == 0)
            context.Output.WriteLine("there is nothing to submit");
        foreach (var script in new SlurmSubmitter(study.Name, run).Test(open))
            context.Output.Write(script);
        return ExitCodes.Success;
    }

    private static int Submit(IStudy study, SlurmRun run, CommandContext context)
    {
        var submitter = new SlurmSubmitter(study.Name, run);
        using var held = submitter.Lock();
        var states = StatesOf(study, run.Store, context);
        context.Output.WriteLine($"{study.Name}, profile {study.Profile}: {states.Count} trials ({StatusCommand.Counts(states)})");
        var open = Open(context.Registry, states, run.Device);
        if (open.Count == 0)
            context.Output.WriteLine("there is nothing to submit");
        foreach (var submission in submitter.Submit(open))
        {
            var script = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(submission.Folder, JobScript.FileName));
            context.Output.WriteLine($"submitted {submission.Trials.Length} trials as job {submission.Job}: {script}");
        }

        return ExitCodes.Success;
    }

    private static IReadOnlyList<TrialState> StatesOf(IStudy study, RunStore store, CommandContext context)
    {
        var notices = new List<string>();
        var states = TrialStates.Of(study.Name, [.. study.All], store, notices);
        foreach (var notice in notices)
            context.Warn(notice);
        return states;
    }

    /// <summary>The trials that nothing is done for yet. What cannot be had is said before anything is submitted.</summary>
    private static List<IStudyTrial> Open(Registry registry, IEnumerable<TrialState> states, string device)
    {
        var open = states.Where(state => !state.IsTakenCareOf).Select(state => state.Trial).ToList();
        KnownData.Require(registry, open.SelectMany(trial => trial.DataSets));
        TrainingEngines.RequireFit(open, device);
        return open;
    }

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
