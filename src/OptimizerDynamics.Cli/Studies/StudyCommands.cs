using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn list</c> and <c>optdyn run</c>.</summary>
internal static class StudyCommands
{
    private const string RunDescription =
        """
        Run a study: every trial that has no record yet, and then its report.

          optdyn run low-gradient

        The study is experiments/NAME/study.yaml, or a file. Each trial's record is kept in
        DIR/NAME/ID.json, named by a hash of all that it depends on, so a trial is not run twice,
        and one whose study changed is. The profile 'standard' makes the committed report anew, in
        reports/NAME; the report of another profile goes to DIR/reports/PROFILE/NAME.
        """;

    public static Command CreateList(TextWriter output)
    {
        var command = new Command("list", "List the studies of this folder, their profiles and how many trials each has.");
        command.SetAction(_ =>
        {
            foreach (var name in StudyFiles.Names())
            {
                var studies = StudyFile.ReadAll(Composition.Registry, StudyFiles.PathOf(name));
                output.WriteLine($"{studies[0].Name,-18} {studies[0].Question}");
                foreach (var study in studies)
                    output.WriteLine($"{"",-18} {study.Profile,-10} {study.All.Count()} trials");
            }

            return CommandLine.Success;
        });
        return command;
    }

    public static Command CreateRun(TextWriter output, TextWriter errors)
    {
        var study = new Argument<string>("study") { Description = "A study's name, or its file." };
        var (profile, folder, reports) = (StudyOptions.Profile(), StudyOptions.Folder(), StudyOptions.Reports());
        var events = EventFolder.Option("Where TensorBoard's files go: a folder in DIR/STUDY for each training.");
        var force = StudyOptions.Force();
        var quiet = new Option<bool>("--quiet") { Description = "Say nothing but errors." };
        var device = CommandOptions.Device("Where trainings compute: cpu, cuda or cuda:n.");
        var (jobs, pack) = (StudyOptions.Jobs(), StudyOptions.Pack());
        var command = new Command("run", RunDescription) { study, profile, folder, reports, events, force, quiet, device, jobs, pack };
        command.SetAction(parsed =>
        {
            var file = StudyFiles.Find(parsed.GetRequiredValue(study));
            var read = StudyFile.Read(Composition.Registry, file, parsed.GetRequiredValue(profile));
            var kept = parsed.GetRequiredValue(folder);
            var shown = parsed.GetValue(quiet) ? TextWriter.Null : output;
            var watched = parsed.GetValue(events) is { } named ? EventsOf(read, named) : null;
            var records = Run(read, kept, watched, parsed.GetRequiredValue(device), parsed.GetValue(force), (int)parsed.GetValue(jobs), (int)parsed.GetValue(pack), shown, errors);
            var failed = records.Count(record => record.Status == TrialStatus.Failed);
            if (failed < records.Count)
                ReportFolder.Of(read, file, kept, parsed.GetValue(reports)).Make(read, records, shown);
            return failed == 0 ? CommandLine.Success : throw new FailureException($"{failed} of {records.Count} trials failed; their records say why, and the same command runs them again");
        });
        return command;
    }

    private static EventFolder EventsOf(IStudy study, string folder) => study is TrainingStudy training
        ? new EventFolder(folder, study.Name, TrainingFactor.Varied(training.Trials))
        : throw new InputException($"{EventFolder.OptionName}: the study '{study.Name}' trains no network");

    /// <summary>Runs what has not been run, or has failed.</summary>
    /// <returns>The records of all of the study's trials.</returns>
    internal static List<TrialRecord> Run(IStudy study, string folder, EventFolder? events, string device, bool force, int jobs, int pack, TextWriter output, TextWriter errors)
    {
        var (store, notices) = (new RunStore(folder), new List<string>());
        var known = store.ReadAll(study.Name, notices).Where(record => record.Status != TrialStatus.Failed).ToDictionary(record => record.Id);
        foreach (var notice in notices)
            errors.WriteLine($"optdyn: warning: {notice}");

        var trials = study.All.ToDictionary(trial => trial.Specification.Id);
        var open = trials.Where(trial => force || !known.ContainsKey(trial.Key)).Select(trial => trial.Value).ToList();
        output.WriteLine($"{study.Name}, profile {study.Profile}: {trials.Count} trials, {trials.Count - open.Count} of them done before");
        if (events is not null)
        {
            foreach (var trial in trials.Values.Except(open).Cast<TrainingTrial>())
                TrainingEvents.Write(events.PathOf(trial), known[trial.Specification.Id]);
        }

        using var end = new EndRequest();
        var executor = new PoolExecutor(folder, events, device, output) { RunsRecorded = force, Pack = pack };
        IReadOnlyCollection<TrialRecord> RunWith(Action<IReadOnlyCollection<TrialRecord>> recorded) =>
            study.Kind.Run(new StudyRun(study, [.. open], store, ThisProgram.OnTheCpu(), jobs, executor, recorded, end.Token));
        IReadOnlyCollection<TrialRecord> records = [];
        // Processes are shown one by one, by the executor; what this process computes is counted.
        if (study.Kind.RunsInProcesses)
            records = RunWith(_ => { });
        else
            new ProgressDisplay(output).Show(study.Name, open.Count, "trials", done => records = RunWith(recorded => done(recorded.Count)));
        foreach (var record in records)
            known[record.Id] = record;
        return [.. trials.Keys.Select(id => known[id])];
    }
}
