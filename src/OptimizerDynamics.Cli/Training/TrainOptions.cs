using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>The options of <c>optdyn train</c>, but for those of the trial's parameters (<see cref="ParameterOptions"/>).</summary>
internal sealed record TrainOptions
{
    /// <summary>The option that keeps the trained network (<see cref="KeepsTrained"/>).</summary>
    public const string KeepOption = "--keep-network";

    /// <summary>The name of a data set, or a folder.</summary>
    public required string Data { get; init; }

    /// <summary>Whether the models of a folder stand before clutter.</summary>
    public bool IsCluttered { get; init; }

    /// <summary>The name of an optimizer, or a settings file.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The preset whose settings hold for what is left out; null where none is named.</summary>
    public string? Preset { get; init; }

    /// <summary>Where it computes: <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</summary>
    public required string Device { get; init; }

    /// <summary>The number of threads that it computes with; 0 for the engine's own choice.</summary>
    public int Threads { get; init; }

    /// <summary>Iterations between checkpoints, at least 1.</summary>
    public long CheckpointEvery { get; init; }

    /// <summary>The folder of records and checkpoints.</summary>
    public required string Store { get; init; }

    /// <summary>The folder that TensorBoard is started with; null where nothing is written for it.</summary>
    public string? Events { get; init; }

    /// <summary>Whether it is trained again although there is a record.</summary>
    public bool RunsRecorded { get; init; }

    /// <summary>Whether the trained network is kept, and trained again where there is only its record.</summary>
    public bool KeepsTrained { get; init; }

    /// <summary>Whether nothing but errors is shown.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="registry">Has the data sets that help and completions name.</param>
    /// <returns>What reads them.</returns>
    public static Func<ParseResult, TrainOptions> AddTo(Command command, Registry registry)
    {
        var (data, optimizer, preset) = (DataOption(registry), OptimizerOption(), PresetOption());
        var background = CommandOptions.Choice("--background", "What is behind the models of a folder.", "clean", "cluttered");
        var device = CommandOptions.Device("Where it computes: cpu, cuda or cuda:n.");
        var threads = CommandOptions.WholeNumber(
            TrialProtocol.ThreadsOption, "Threads that it computes with; when left out one, and as many as it likes of libtorch.", 0, 1,
            CommandOptions.MostThreads);
        var every = CommandOptions.WholeNumber(
            TrialProtocol.CheckpointOption, "Iterations between checkpoints.", 1000, 1, CommandOptions.MostIterations);
        var store = CommandOptions.Folder(TrialProtocol.StoreOption, "Where records and checkpoints are kept.", RunStore.Usual);
        var events = CommandOptions.Folder(
            TrialProtocol.EventsOption, "Where TensorBoard's files go: a folder in DIR/train for each training.");
        var force = new Option<bool>("--force") { Description = "Train again although there is a record." };
        var keep = new Option<bool>(KeepOption)
        {
            Description = "Keep the trained network in DIR/train/ID.trained, for 'optdyn export'; train again where it was not kept.",
        };
        var quiet = new Option<bool>("--quiet") { Description = "Say nothing but errors." };
        Option[] all = [data, background, optimizer, preset, device, threads, every, store, events, force, keep, quiet];
        foreach (var option in all)
            command.Add(option);
        Oversubscription.AddTo(command, threads);
        return parsed => new TrainOptions
        {
            Data = parsed.GetRequiredValue(data),
            IsCluttered = parsed.GetRequiredValue(background) == "cluttered",
            Optimizer = parsed.GetRequiredValue(optimizer),
            Preset = parsed.GetValue(preset),
            Device = parsed.GetRequiredValue(device),
            Threads = (int)parsed.GetValue(threads),
            CheckpointEvery = parsed.GetValue(every),
            Store = parsed.GetRequiredValue(store),
            Events = parsed.GetValue(events),
            RunsRecorded = parsed.GetValue(force),
            KeepsTrained = parsed.GetValue(keep),
            IsQuiet = parsed.GetValue(quiet),
        };
    }

    private static Option<string> DataOption(Registry registry) => new("--data")
    {
        Description = $"The data set: {string.Join(", ", KnownData.Names(registry))}, or a folder: of files in the IDX format, of images "
            + "(train/CLASS, val/CLASS) or of models (a folder of OFF or OBJ files for each class).",
        DefaultValueFactory = _ => KnownData.Names(registry)[0],
        HelpName = "name|dir",
    };

    private static Option<string> OptimizerOption() => new("--optimizer")
    {
        Description = "The optimizer's name, or a settings file.",
        DefaultValueFactory = _ => "adam",
        HelpName = "name|file",
    };

    private static Option<string?> PresetOption()
    {
        var preset = new Option<string?>("--preset")
        {
            Description =
                $"Whose settings hold for what is left out: {string.Join(", ", PresetNames.All)}; {PresetNames.All[0]} when left out.",
            HelpName = string.Join('|', PresetNames.All),
        };
        preset.CompletionSources.Add([.. PresetNames.All]);
        return preset;
    }
}
