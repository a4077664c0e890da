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
        command resumes from the last checkpoint. To watch it, give --tensorboard a folder, and the
        same one to TensorBoard.
        """;

    public static Command Create(CommandContext context)
    {
        var registry = context.Registry;
        var parameters = new ParameterOptions(registry, TrainingParameters.Data, TrainingParameters.Optimizer);
        var command = new Command("train", Description);
        var options = TrainOptions.AddTo(command, registry);
        foreach (var option in parameters.All)
            command.Add(option);
        command.SetAction(parsed => Run(options(parsed), values => parameters.Read(parsed, values), context));
        return command;
    }

    /// <summary>Trains as the options say.</summary>
    /// <param name="options">The options.</param>
    /// <param name="given">The values with those of the parameters' options.</param>
    /// <param name="context">The command's.</param>
    private static int Run(TrainOptions options, Func<TrialValues, TrialValues> given, CommandContext context)
    {
        using var end = new EndRequest();
        var data = KnownData.Find(context.Registry, options.Data, options.IsCluttered, end.Token);
        data.Notify(context.Errors);
        var values = WithOptimizer(new TrialValues(context.Registry), options.Optimizer, options.Preset);
        values = given(TrainingParameters.Data.Assign(values, data.Name));
        var trial = TrialOf(TrainingParameters.Engine.OnDevice(values, options.Device));
        foreach (var notice in trial.Notices)
            context.Note(notice);
        var events = options.Events is { } shown ? new EventFolder(shown, TrainRun.Study, _ => trial.NameBy(_named)).PathOf(trial) : null;
        return new TrainRun(options, data, context.Quiet(options.IsQuiet)) { Events = events }.Run(trial, end.Token);
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
            values = TrainingParameters.Optimizer.Assign(values, file.Optimizer).WithSettings(file.Values).WithDecayed(file.Decayed);
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
