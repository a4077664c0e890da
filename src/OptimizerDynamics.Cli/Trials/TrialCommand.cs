using System.CommandLine;
using System.Diagnostics;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn trial</c>: one trial of a study, in a process of its own.</summary>
/// <remarks><c>optdyn run</c> starts it, and so do the tasks of <c>optdyn submit</c>; its options, exit codes and lines are
/// <see cref="TrialProtocol"/>.</remarks>
internal static class TrialCommand
{
    private const string Description =
        """
        Run one trial of a study. 'optdyn run' starts this, as a process for each training, and so
        does each task that 'optdyn submit' submits.

          optdyn trial --study dying-filters < specification.json
          optdyn trial --study dying-filters --specification specifications.jsonl --line 7

        Reads the trial's specification, a line of JSON such as a record has, from standard input or
        a file, and tells how it stands in lines of JSON. Its record goes to DIR/STUDY/ID.json. Asked
        to end, it leaves a checkpoint, and the same command resumes from there. Exit code 75: another
        process is running it. With --pack K it reads K specifications, a line each, and trains them
        packed into one network. With --watch-input it runs one after another as they come.
        """;

    public static Command Create(CommandContext context)
    {
        var command = new Command(TrialProtocol.Command, Description);
        var options = TrialOptions.AddTo(command);
        command.SetAction(parsed => Run(options(parsed), context));
        return command;
    }

    private static int Run(TrialOptions options, CommandContext context)
    {
        using var end = new EndRequest();
        using var engines = new TrainingEngines(
            context.Registry, name => KnownData.Of(context.Registry, name).Folder, options.Device, options.Threads);
        var reader = new TrialReader(context.Registry);
        var input = options.WatchesInput ? new WatchedInput(Console.In, end) : null;
        if (input is null || options.File is not null)
            return Run(options, reader.Read(options), engines, end, context);
        var exitCode = TrialProtocol.Success;
        while (exitCode == TrialProtocol.Success && reader.ReadNext(input.Lines(end.Token), options.Pack) is { } next)
            exitCode = Run(options, next, engines, end, context);
        return exitCode;
    }

    private static int Run(
        TrialOptions options, GroupOfTrials group, TrainingEngines engines, EndRequest end, CommandContext context)
    {
        var trials = group.Trials;
        if (options.Events.Count != 0 && options.Events.Count != trials.Count)
        {
            throw new InputException(
                $"{TrialProtocol.EventsOption}: expected a folder for each of {trials.Count} trials, found {options.Events.Count}");
        }

        // Whatever else has written to standard output, and has not ended its line: a message begins a line.
        void Tell(TrialMessage message) => context.Output.WriteLine($"{(options.WatchesInput ? "\n" : "")}{message.ToJson()}");
        try
        {
            var records = group.Kind.RunHere(new TrialRun
            {
                Study = options.Study,
                Plan = options.Plan,
                Trials = trials,
                Store = new RunStore(options.Store),
                Environment = ThisProgram.OnTheCpu(),
                EngineOf = engines.Of,
                Events = options.Events,
                SkipsRecorded = options.SkipsRecorded,
                CheckpointEvery = options.CheckpointEvery,
                Warn = context.Warn,
                Progress = new ProgressLines(Tell, options.BetweenProgress),
                End = end.Token,
            });
            foreach (var (trial, record) in trials.Zip(records))
                Tell(record is null ? new BusyMessage(trial.Specification.Id) : new RecordMessage(record.Id, record.Status));
            if (!records.Contains(null))
                return TrialProtocol.Success;
            context.Errors.WriteLine($"optdyn: another process is running {(trials.Count == 1 ? "this trial" : "one of these trials")}");
            return TrialProtocol.Busy;
        }
        catch (TrialStoppedException stopped)
        {
            Tell(new StoppedMessage(stopped.Steps));
            throw;
        }
    }

    /// <summary>Tells how far the trials are: at their start and at their end, and every so often between.</summary>
    private sealed class ProgressLines(Action<TrialMessage> tell, TimeSpan between) : IProgress<RunProgress>
    {
        private readonly Stopwatch _watch = new();

        public void Report(RunProgress value)
        {
            if (_watch.IsRunning && _watch.Elapsed < between && value.Steps.Done < value.Steps.Total)
                return;
            tell(new ProgressMessage(value));
            _watch.Restart();
        }
    }
}
