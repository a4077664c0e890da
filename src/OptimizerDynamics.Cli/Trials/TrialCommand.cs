using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn trial</c>: one trial of a training study, in a process of its own. <c>optdyn run</c> starts it, and so do the tasks
/// of
/// <c>optdyn submit</c>; what it is told and what it tells is <see cref="TrialProtocol"/>.</summary>
internal static class TrialCommand
{
    private const string Expected = "expected the specification of a training, a line of JSON";

    private const string Description =
        """
        Run one trial of a training study; 'optdyn run' starts this, as a process for each, and so
        does each task that 'optdyn submit' submits.

          optdyn trial --study dying-filters < specification.json
          optdyn trial --study dying-filters --specification specifications.jsonl --line 7

        Reads the trial's specification, a line of JSON such as a record has, from standard input or
        a file, and tells how it stands in lines of JSON. Its record goes to DIR/STUDY/ID.json. Asked
        to end, it leaves a checkpoint, and the same command resumes from there. Exit code 75: another
        process is running it. With --pack K it reads so many specifications, a line each, and trains
        them packed into one network.
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
        var trials = TrialsOf(context.Registry, options);
        if (options.Events.Count != 0 && options.Events.Count != trials.Count)
        {
            throw new InputException(
                $"{TrialProtocol.EventsOption}: expected a folder for each of {trials.Count} trials, found {options.Events.Count}");
        }

        using var end = new EndRequest();
        if (options.WatchesInput)
            new Thread(() => WaitForEnd(end)) { IsBackground = true, Name = "standard input" }.Start();
        using var engine = TorchTraining.Engine(
            context.Registry, name => KnownData.Of(context.Registry, name).Folder, options.Device, options.Threads);
        var runner = new TrainingRunner(options.Study, new RunStore(options.Store), engine)
        {
            Events = options.Events,
            SkipsRecorded = options.SkipsRecorded,
            CheckpointEvery = options.CheckpointEvery,
            Warn = context.Warn,
        };
        void Tell(TrialMessage message) => context.Output.WriteLine(message.ToJson());
        try
        {
            var records = runner.Run(trials, new ProgressLines(Tell, options.BetweenProgress), end.Token);
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

    private static void WaitForEnd(EndRequest end)
    {
        try
        {
            while (Console.In.ReadLine() is not null)
            {
                // Nothing is said after the specification.
            }

            end.Ask();
        }
        catch (ObjectDisposedException)
        {
            // The trial was over first.
        }
    }

    private static List<TrainingTrial> TrialsOf(Registry registry, TrialOptions options)
    {
        if (options.File is not { } file)
            return ReadMany(registry, Lines(Console.In), options.Pack, "standard input");
        try
        {
            if (options is { Line: 0, Pack: 1 })
                return [Read(registry, File.ReadAllText(file), file)];
            var first = Math.Max(options.Line, 1);
            return ReadMany(registry, File.ReadLines(file).Skip((int)Math.Min(first - 1, int.MaxValue)), options.Pack, $"{file}:{first}");
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{TrialProtocol.SpecificationOption}: there is no file '{file}'", cause);
        }
    }

    private static IEnumerable<string> Lines(TextReader source)
    {
        while (source.ReadLine() is { } text)
            yield return text;
    }

    private static List<TrainingTrial> ReadMany(Registry registry, IEnumerable<string> lines, int count, string source)
    {
        // No line more than is needed is read: standard input stays open while the trials run.
        var trials = lines.Take(count).Select(text => Read(registry, text, source)).ToList();
        if (trials.Count < count)
            throw new InputException($"{source}: {Expected}{(count == 1 ? "" : $", {count} times")}; found {trials.Count}");
        return trials.Skip(1).FirstOrDefault(trial => !trial.CanBePackedWith(trials[0])) is null
            ? trials
            : throw new InputException(
                $"{source}: {TrialProtocol.PackOption}: expected trials of one network, data set, mini-batch size and length");
    }

    private static TrainingTrial Read(Registry registry, string text, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return TrainingTrial.From(registry, TrialSpecification.From(document.RootElement));
        }
        catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InputException($"{source}: {Expected}: {cause.Message.Split('\n')[0]}", cause);
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
