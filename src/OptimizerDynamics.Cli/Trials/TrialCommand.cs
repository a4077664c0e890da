using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OptimizerDynamics.Cli.Data;
using OptimizerDynamics.Cli.Training;
using OptimizerDynamics.Records;

namespace OptimizerDynamics.Cli.Trials;

/// <summary><c>optdyn trial</c>: one trial of a training study, in a process of its own. <c>optdyn run</c> starts it.</summary>
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

    private const string Description =
        """
        Run one trial of a training study; 'optdyn run' starts this, as a process for each.

          optdyn trial --study dying-filters < specification.json

        Reads the trial's specification, a line of JSON such as a record has, from standard input or
        a file. Its record goes to DIR/STUDY/ID.json. Asked to end, it leaves a checkpoint, and the
        same command goes on from there. Exit code 75: another process is running it.
        """;

    public static Command Create(TextWriter output, TextWriter errors)
    {
        var study = new Option<string>("--study") { Description = "The study's name.", Required = true, HelpName = "name" };
        var specification = new Option<string?>("--specification") { Description = "The specification's file; standard input when left out.", HelpName = "file" };
        var folder = new Option<string>("--out") { Description = "Where records and checkpoints are kept.", DefaultValueFactory = _ => "runs", HelpName = "dir" };
        var device = CommandOptions.Device("Where it computes: cpu, cuda or cuda:n.");
        var threads = CommandOptions.WholeNumber("--threads", "Threads that libtorch computes with.", 1, 1);
        var every = CommandOptions.WholeNumber("--checkpoint-every", "Iterations between checkpoints.", 1000, 1);
        var events = EventFolder.Option("The folder of the trial's file for TensorBoard.");
        var watch = new Option<bool>(WatchInput) { Description = "End when standard input does: whoever started this is gone then." };
        var command = new Command(Name, Description) { study, specification, folder, device, threads, every, events, watch };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(specification);
            var trial = Read(file is null ? Console.In.ReadLine() ?? "" : File.ReadAllText(file), file ?? "standard input");
            using var end = new EndRequest();
            if (parsed.GetValue(watch))
                new Thread(() => WaitForEnd(end)) { IsBackground = true, Name = "standard input" }.Start();
            var runner = new TrainingRunner(
                parsed.GetRequiredValue(study), parsed.GetRequiredValue(folder), KnownData.Find(trial.Data), parsed.GetRequiredValue(device), (int)Math.Min(parsed.GetValue(threads), 4096),
                parsed.GetValue(every), errors)
            {
                Events = parsed.GetValue(events),
            };
            var record = runner.Run(trial, (done, total, work) =>
            {
                Say(done, total, "");
                work((count, note) => Say(done += count, total, note));
            }, end.Token);
            return record is null ? Busy : CommandLine.Success;
        });
        return command;

        void Say(long done, long total, string note) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Progress}{done}\t{total}\t{note}"));
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
