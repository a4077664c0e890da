using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn trial</c>: one trial of a training study, in a process of its own. <c>optdyn run</c> starts it, and so do the tasks of <c>optdyn submit</c>.</summary>
internal static class TrialCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "trial";

    /// <summary>The exit code where another process is running the trial: it is worth trying again.</summary>
    public const int Busy = 75;

    /// <summary>How a line begins that says how far the trial is: <c>progress</c>, steps done, steps in all, note, with tabs between them.</summary>
    public const string Progress = "progress\t";

    /// <summary>The option whose process ends, with a checkpoint, when its standard input does.</summary>
    public const string WatchInput = "--watch-input";

    /// <summary>The option that leaves a trial alone that has a record, unless it failed.</summary>
    public const string UnlessRecorded = "--unless-recorded";

    private const string Description =
        """
        Run one trial of a training study; 'optdyn run' starts this, as a process for each, and so
        does each task that 'optdyn submit' submits.

          optdyn trial --study dying-filters < specification.json
          optdyn trial --study dying-filters --specification specifications.jsonl --line 7

        Reads the trial's specification, a line of JSON such as a record has, from standard input or
        a file. Its record goes to DIR/STUDY/ID.json. Asked to end, it leaves a checkpoint, and the
        same command goes on from there. Exit code 75: another process is running it. With --pack K it
        reads so many specifications, a line each, and trains them packed into one network.
        """;

    public static Command Create(TextWriter output, TextWriter errors)
    {
        var study = new Option<string>("--study") { Description = "The study's name.", Required = true, HelpName = "name" };
        var specification = CommandOptions.File("--specification", "The specification's file; standard input when left out.");
        var line = CommandOptions.WholeNumber("--line", "Which line of that file; all of it is one when left out.", 0, 1, int.MaxValue);
        var folder = CommandOptions.Folder("--out", "Where records and checkpoints are kept.", "runs");
        var device = CommandOptions.Device("Where it computes: cpu, cuda or cuda:n.");
        var threads = CommandOptions.WholeNumber("--threads", "Threads that libtorch computes with.", 1, 1, CommandOptions.MostThreads);
        var every = CommandOptions.WholeNumber("--checkpoint-every", "Iterations between checkpoints.", 1000, 1, CommandOptions.MostIterations);
        var pack = CommandOptions.WholeNumber("--pack", "How many trials, each a line from there on, packed into one network.", 1, 1, StudyOptions.MostPacked);
        var events = new Option<string[]>(EventFolder.OptionName) { Description = "The folder of the trial's file for TensorBoard; once for each of them.", HelpName = "dir" };
        var between = CommandOptions.WholeNumber("--progress-every", "Seconds between the lines that say how far it is.", 0, 0, 86_400);
        var unlessRecorded = new Option<bool>(UnlessRecorded) { Description = "Do nothing where the trial has a record, unless it failed." };
        var watch = new Option<bool>(WatchInput) { Description = "End when standard input does: whoever started this is gone then." };
        var command = new Command(Name, Description) { study, specification, line, folder, device, threads, every, pack, events, between, unlessRecorded, watch };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(specification);
            var (number, count) = (parsed.GetValue(line), (int)parsed.GetValue(pack));
            List<TrainingTrial> trials = file is not null && number == 0 && count == 1
                ? [Read(File.ReadAllText(file), file)]
                : ReadMany(file is null ? Lines(Console.In) : File.ReadLines(file).Skip((int)Math.Max(number, 1) - 1), count, file is null ? "standard input" : $"{file}:{Math.Max(number, 1)}");
            var folders = parsed.GetValue(events) ?? [];
            if (folders.Length != 0 && folders.Length != count)
                throw new InputException($"{EventFolder.OptionName}: expected a folder for each of {count} trials, found {folders.Length}");
            using var end = new EndRequest();
            if (parsed.GetValue(watch))
                new Thread(() => WaitForEnd(end)) { IsBackground = true, Name = "standard input" }.Start();
            var runner = new TrainingRunner(
                parsed.GetRequiredValue(study), parsed.GetRequiredValue(folder), KnownData.Find(trials[0].Data), parsed.GetRequiredValue(device), (int)parsed.GetValue(threads),
                parsed.GetValue(every), errors)
            {
                Events = folders,
                GoesByRecords = parsed.GetValue(unlessRecorded),
            };
            var (watched, pause) = (Stopwatch.StartNew(), TimeSpan.FromSeconds(parsed.GetValue(between)));
            var records = runner.Run(trials, (done, total, work) =>
            {
                Say(done, total, "");
                work((count, note) =>
                {
                    done += count;
                    if (watched.Elapsed < pause && done < total)
                        return;
                    Say(done, total, note);
                    watched.Restart();
                });
            }, end.Token);
            var isBusy = records.Any(record => record is null);
            if (isBusy)
                errors.WriteLine($"optdyn: another process is running {(count == 1 ? "this trial" : "one of these trials")}");
            return isBusy ? Busy : CommandLine.Success;
        });
        return command;

        void Say(long done, long total, string note) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Progress}{done}\t{total}\t{note}"));
    }

    /// <summary>What such a line says; null where it is another line.</summary>
    public static (long Done, long Total, string Note)? ProgressOf(string? line) =>
        line?.StartsWith(Progress, StringComparison.Ordinal) == true && line.Split('\t') is [_, var done, var total, var note]
        && long.TryParse(done, NumberStyles.None, CultureInfo.InvariantCulture, out var steps) && long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var all)
            ? (steps, all, note)
            : null;

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

    private static IEnumerable<string> Lines(TextReader source)
    {
        while (source.ReadLine() is { } text)
            yield return text;
    }

    private static List<TrainingTrial> ReadMany(IEnumerable<string> lines, int count, string source)
    {
        // No line more than is needed is read: standard input stays open while the trials run.
        var trials = lines.Take(count).Select(text => Read(text, source)).ToList();
        if (trials.Count < count)
            throw new InputException($"{source}: expected the specification of a training, a line of JSON{(count == 1 ? "" : $", {count} times")}; found {trials.Count}");
        return trials.Skip(1).FirstOrDefault(trial => !trial.CanBePackedWith(trials[0])) is null
            ? trials
            : throw new InputException($"{source}: --pack: expected trials of one network, data set, mini-batch and length");
    }

    private static TrainingTrial Read(string text, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return TrainingTrial.From(TrialSpecification.From(document.RootElement));
        }
        catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InputException($"{source}: expected the specification of a training, a line of JSON: {cause.Message.Split('\n')[0]}", cause);
        }
    }
}
