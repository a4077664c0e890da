using System.Collections.Immutable;
using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn train</c>: one network, one optimizer, and what becomes of its features.</summary>
internal static class TrainCommand
{
    /// <summary>What tells one training from another to who looks at several.</summary>
    private static readonly ImmutableArray<TrialParameter> _named =
    [
        TrainingParameters.Data, TrainingParameters.Network, TrainingParameters.Optimizer, TrainingParameters.Regularization,
        TrainingParameters.Lambda,
        TrainingParameters.LearningRate, TrainingParameters.BatchSize,
    ];

    private const string Description =
        """
        Train a network and measure its features.

          optdyn train --network basicnet --width 0.125 --data fashion-mnist --size 14 \
                       --optimizer adam --lr 3e-3 --l2 1e-3 --iterations 10000
          optdyn train --width 0.125 --data objects-clean --size 32 --l2 1e-3

        The optimizer is a name or a settings file ('optdyn optimizers' lists both); --lr, --beta2, --l2,
        --weight-decay and others replace its settings. The record goes to DIR/train/ID.json: error and loss, γ, β, largest
        activation and selectivity of every feature, and γ and β on the way. Interrupted, the same
        command goes on from the last checkpoint. To watch it, give --tensorboard a folder, and the
        same one to TensorBoard.
        """;

    public static Command Create(CommandContext context)
    {
        var registry = context.Registry;
        var parameters = new ParameterOptions(registry, TrainingParameters.Data, TrainingParameters.Optimizer);
        var data = new Option<string>("--data")
        {
            Description = $"The data set: {string.Join(", ", KnownData.Names(registry))}, or a folder: of files in the IDX format, of "
                + "images (train/CLASS, val/CLASS) or of models (a folder of OFF or OBJ files for each class).",
            DefaultValueFactory = _ => KnownData.Names(registry)[0],
            HelpName = "name|dir",
        };
        var background = CommandOptions.Choice("--background", "What is behind the models of a folder.", "clean", "cluttered");
        var optimizer = new Option<string>("--optimizer")
        {
            Description = "The optimizer's name, or a settings file.",
            DefaultValueFactory = _ => "adam",
            HelpName = "name|file",
        };
        var preset = new Option<string?>("--preset")
        {
            Description =
                $"Whose settings hold for what is left out: {string.Join(", ", PresetNames.All)}; {PresetNames.All[0]} when left out.",
            HelpName = string.Join('|', PresetNames.All),
        };
        preset.CompletionSources.Add([.. PresetNames.All]);
        var device = CommandOptions.Device("Where it computes: cpu, cuda or cuda:n.");
        var threads = CommandOptions.WholeNumber(
            "--threads", "Threads that libtorch computes with; as many as it likes when left out.", 0, 1, CommandOptions.MostThreads);
        var every =
            CommandOptions.WholeNumber("--checkpoint-every", "Iterations between checkpoints.", 1000, 1, CommandOptions.MostIterations);
        var folder = CommandOptions.Folder("--out", "Where records and checkpoints are kept.", "runs");
        var events =
            CommandOptions.Folder(TrialProtocol.EventsOption, "Where TensorBoard's files go: a folder in DIR/train for each training.");
        var force = new Option<bool>("--force") { Description = "Train again although there is a record." };
        var quiet = new Option<bool>("--quiet") { Description = "Say nothing but errors." };
        var command = new Command("train", Description) { data, background, optimizer, preset };
        foreach (var option in parameters.All)
            command.Add(option);
        foreach (var option in new Option[] { device, threads, every, folder, events, force, quiet })
            command.Add(option);
        command.SetAction(parsed =>
        {
            using var end = new EndRequest();
            var set = KnownData.Find(
                registry, parsed.GetRequiredValue(data), parsed.GetRequiredValue(background) == "cluttered", end.Token);
            set.Notify(context.Errors);
            var given = TrainingParameters.Data.Assign(
                WithOptimizer(new TrialValues(registry), parsed.GetRequiredValue(optimizer), parsed.GetValue(preset)), set.Name);
            var trial = TrialOf(parameters.Read(parsed, given));
            foreach (var notice in trial.Notices)
                context.Note(notice);
            return new TrainRun(context.Quiet(parsed.GetValue(quiet)))
            {
                Store = new RunStore(parsed.GetRequiredValue(folder)),
                Data = set,
                Device = parsed.GetRequiredValue(device),
                Threads = (int)parsed.GetValue(threads),
                CheckpointEvery = parsed.GetValue(every),
                Events = parsed.GetValue(events) is { } shown
                    ? new EventFolder(shown, TrainRun.Study, _ => trial.NameBy(_named)).PathOf(trial)
                    : null,
                RunsRecorded = parsed.GetValue(force),
            }.Run(trial);
        });
        return command;
    }

    /// <summary>The trial of some values, none of which contradicts another.</summary>
    private static TrainingTrial TrialOf(TrialValues values) =>
        values.FindConflict() is { } conflict ? throw new InputException(conflict.Message) : new TrainingTrial(values);

    /// <summary>The values with an optimizer, and with the settings of a preset or of a settings file.</summary>
    private static TrialValues WithOptimizer(TrialValues values, string nameOrFile, string? preset)
    {
        if (File.Exists(nameOrFile))
        {
            if (preset is not null)
                throw new InputException($"--preset: expected it in the settings file: preset: {preset}");
            var file = OptimizerFile.Read(nameOrFile);
            values = TrainingParameters.Decayed.Assign(
                TrainingParameters.Optimizer.Assign(values, file.Optimizer).WithSettings(file.Values), file.Decayed);
            return file.Schedule is { } schedule ? TrainingParameters.Schedule.Assign(values, schedule) : values;
        }

        string[] known = [.. values.Registry.Optimizers.Select(optimizer => optimizer.Name)];
        var optimizer = values.Registry.FindOptimizer(nameOrFile) ?? throw new InputException(
            $"--optimizer: there is no file '{nameOrFile}', and {Nearest.Unknown("optimizer", nameOrFile, known)}");
        values = TrainingParameters.Optimizer.Assign(values, optimizer);
        return preset is null ? values : values.WithSettings(optimizer.ValuesOf(
            PresetNames.Find(preset) ?? throw new InputException($"--preset: {Nearest.Unknown("preset", preset, PresetNames.All)}")));
    }
}
