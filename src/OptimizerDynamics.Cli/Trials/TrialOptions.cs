using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>What <c>optdyn trial</c> is told.</summary>
internal sealed record TrialOptions
{
    /// <summary>The study's name.</summary>
    public required string Study { get; init; }

    /// <summary>The hash of the study's plan; null where it has none.</summary>
    public string? Plan { get; init; }

    /// <summary>The file of specifications; null for standard input.</summary>
    public string? File { get; init; }

    /// <summary>Which line of the file, counted from 1; 0 where all of it is one specification.</summary>
    public long Line { get; init; }

    /// <summary>The run store's folder.</summary>
    public required string Store { get; init; }

    /// <summary>Where the trials compute.</summary>
    public required string Device { get; init; }

    /// <summary>How many threads they compute with.</summary>
    public int Threads { get; init; }

    /// <summary>Iterations between checkpoints.</summary>
    public long CheckpointEvery { get; init; }

    /// <summary>How many trials are packed into one network.</summary>
    public int Pack { get; init; }

    /// <summary>The trials' folders for TensorBoard.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>How long nothing is said between lines of progress.</summary>
    public TimeSpan BetweenProgress { get; init; }

    /// <summary>Whether trials that have a record are left alone.</summary>
    public bool SkipsRecorded { get; init; }

    /// <summary>Whether the process runs trial after trial from its standard input, and ends when that does.</summary>
    public bool WatchesInput { get; init; }

    /// <summary>Adds the options to a command.</summary>
    /// <returns>What reads them.</returns>
    public static Func<ParseResult, TrialOptions> AddTo(Command command)
    {
        var study = new Option<string>(TrialProtocol.StudyOption) { Description = "The study's name.", Required = true, HelpName = "name" };
        var plan = new Option<string?>(TrialProtocol.PlanOption)
        {
            Description = "The hash of the study's plan, for the record.",
            HelpName = "hash",
        };
        var file = CommandOptions.File(TrialProtocol.SpecificationOption, "The specification's file; standard input when left out.");
        var line = CommandOptions.WholeNumber(
            TrialProtocol.LineOption, "Which line of that file; all of it is one when left out.", 0, 1, int.MaxValue);
        var store = CommandOptions.Folder(TrialProtocol.StoreOption, "Where records and checkpoints are kept.", RunStore.Usual);
        var device = CommandOptions.Device("Where it computes: cpu, cuda or cuda:n.");
        var threads = CommandOptions.WholeNumber(
            TrialProtocol.ThreadsOption, "Threads that it computes with.", 1, 1, CommandOptions.MostThreads);
        var every = CommandOptions.WholeNumber(
            TrialProtocol.CheckpointOption, "Iterations between checkpoints.", 1000, 1, CommandOptions.MostIterations);
        var pack = CommandOptions.WholeNumber(
            TrialProtocol.PackOption, "How many trials, each a line from there on, packed into one network.", 1, 1,
            StudyOptions.MostPacked);
        var events = CommandOptions.Folders(
            TrialProtocol.EventsOption, "The folder of the trial's file for TensorBoard; once for each of them.");
        var between = CommandOptions.WholeNumber(
            TrialProtocol.ProgressOption, "Seconds between the lines that say how far it is.", 0, 0, int.MaxValue);
        var unless = new Option<bool>(TrialProtocol.UnlessRecordedOption)
        {
            Description = "Do nothing where the trial has a record, unless it failed.",
        };
        var watch = new Option<bool>(TrialProtocol.WatchOption)
        {
            Description = "Run trial after trial from standard input, and end when it does: whoever started this is gone then.",
        };
        Option[] all = [study, plan, file, line, store, device, threads, every, pack, events, between, unless, watch];
        foreach (var option in all)
            command.Add(option);
        return parsed => new TrialOptions
        {
            Study = parsed.GetRequiredValue(study),
            Plan = parsed.GetValue(plan),
            File = parsed.GetValue(file),
            Line = parsed.GetValue(line),
            Store = parsed.GetRequiredValue(store),
            Device = parsed.GetRequiredValue(device),
            Threads = (int)parsed.GetValue(threads),
            CheckpointEvery = parsed.GetValue(every),
            Pack = (int)parsed.GetValue(pack),
            Events = parsed.GetValue(events) ?? [],
            BetweenProgress = TimeSpan.FromSeconds(parsed.GetValue(between)),
            SkipsRecorded = parsed.GetValue(unless),
            WatchesInput = parsed.GetValue(watch),
        };
    }
}
