using System.Collections.Immutable;
using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn train</c>: one network, one optimizer, and what becomes of its features.</summary>
internal static class TrainCommand
{
    /// <summary>What tells one training from another to who looks at several.</summary>
    private static readonly ImmutableArray<TrainingFactor> Named =
        [.. TrainingFactor.All.Where(factor => factor.Key is "data" or "network" or "optimizer" or "regularization" or "lambda" or "lr" or "batchSize")];

    private const string Description =
        """
        Train a network and measure its features.

          optdyn train --network basicnet --width 0.125 --data fashion-mnist --size 14 \
                       --optimizer adam --lr 3e-3 --l2 1e-3 --iterations 10000
          optdyn train --width 0.125 --data objects-clean --size 32 --l2 1e-3

        The optimizer is a name or a settings file ('optdyn optimizers' lists both); --lr, --l2 and
        --weight-decay replace its settings. The record goes to DIR/train/ID.json: error and loss, γ, β, largest
        activation and selectivity of every feature, and γ and β on the way. Interrupted, the same
        command goes on from the last checkpoint. To watch it, give --tensorboard a folder, and the
        same one to TensorBoard.
        """;

    public static Command Create(TextWriter output, TextWriter errors)
    {
        var network = CommandOptions.Choice("--network", "The network.", [.. TrainingNames.Networks]);
        var width = CommandOptions.Number("--width", "Multiplies the features of its layers; 1 when left out.", Interval.Positive);
        var slope = CommandOptions.Number("--leaky", "Slope of a leaky ReLU below 0; 0, a ReLU, when left out.", new Interval(0, true, 1, false));
        var data = new Option<string>("--data") { Description = $"The data set: {string.Join(", ", KnownData.Names)}, or a folder: of files in the IDX format, of images (train/CLASS, val/CLASS) or of models (a folder of OFF or OBJ files for each class).", DefaultValueFactory = _ => KnownData.Names[0], HelpName = "name|dir" };
        var background = CommandOptions.Choice("--background", "What is behind the models of a folder.", "clean", "cluttered");
        var size = CommandOptions.WholeNumber("--size", "Height and width of its images; 0 leaves them as they come, and draws them with 64.", 0, 0, 4096);
        var images = CommandOptions.WholeNumber("--images", "How many training images, the first ones; 0 for all, and 6,000 where they are drawn.", 0, 0, int.MaxValue);
        var testImages = CommandOptions.WholeNumber("--test-images", "How many test images, the first ones; 0 for all, and 1,500 where they are drawn.", 0, 0, int.MaxValue);
        var classes = CommandOptions.WholeNumber("--classes", "How many classes of drawn objects; 0 for all.", 0, 0, int.MaxValue);
        var optimizer = new Option<string>("--optimizer") { Description = "The optimizer's name, or a settings file.", DefaultValueFactory = _ => "adam", HelpName = "name|file" };
        var rate = CommandOptions.Number("--lr", "The learning rate.", Interval.NonNegative);
        var l2 = CommandOptions.Number("--l2", "λ of coupled L2.", Interval.NonNegative);
        var decay = CommandOptions.Number("--weight-decay", "λ of decoupled weight decay.", Interval.NonNegative);
        var schedule = new Option<string?>("--schedule") { Description = "The schedule, as in a settings file: constant, cosine, '{kind: fractions, at: [0.77]}'.", HelpName = "text" };
        var batch = CommandOptions.WholeNumber("--batch-size", "Images in a mini-batch.", 40, 2, int.MaxValue);
        var augment = new Option<string?>("--augment") { Description = $"How training images are varied: {string.Join(", ", TrainingNames.Augmentations)}; the set's usual recipe when left out.", HelpName = "name" };
        augment.CompletionSources.Add([.. TrainingNames.Augmentations]);
        var iterations = CommandOptions.WholeNumber("--iterations", "How many steps; 10,000 when neither this nor --epochs is given.", 0, 1, CommandOptions.MostIterations);
        var epochs = CommandOptions.WholeNumber("--epochs", "How many times through the training images, instead of --iterations.", 0, 1, CommandOptions.MostIterations);
        var seed = CommandOptions.WholeNumber("--seed", "Draws the network's beginning and the order of the images.", 1, 0, long.MaxValue);
        var device = CommandOptions.Device("Where it computes: cpu, cuda or cuda:n.");
        var threads = CommandOptions.WholeNumber("--threads", "Threads that libtorch computes with; as many as it likes when left out.", 0, 1, CommandOptions.MostThreads);
        var every = CommandOptions.WholeNumber("--checkpoint-every", "Iterations between checkpoints.", 1000, 1, CommandOptions.MostIterations);
        var folder = CommandOptions.Folder("--out", "Where records and checkpoints are kept.", "runs");
        var events = CommandOptions.Folder(TrialProtocol.EventsOption, "Where TensorBoard's files go: a folder in DIR/train for each training.");
        var force = new Option<bool>("--force") { Description = "Train again although there is a record." };
        var quiet = new Option<bool>("--quiet") { Description = "Say nothing but errors." };
        var command = new Command("train", Description)
        {
            network, width, slope, data, background, size, images, testImages, classes, optimizer, rate, l2, decay, schedule, batch, augment, iterations, epochs, seed, device, threads, every, folder, events, force, quiet,
        };
        command.SetAction(parsed =>
        {
            var set = KnownData.Find(parsed.GetRequiredValue(data), parsed.GetRequiredValue(background) == "cluttered");
            set.Notify(errors);
            var (named, settings, chosen) = OptimizerOf(parsed.GetRequiredValue(optimizer));
            foreach (var (key, value) in new[] { ("lr", parsed.GetValue(rate)), ("l2", parsed.GetValue(l2)), ("weightDecay", parsed.GetValue(decay)) })
                settings = value is { } given ? settings.SetItem(key, given) : settings;
            var (steps, times) = (parsed.GetValue(iterations), parsed.GetValue(epochs));
            if (steps > 0 && times > 0)
                throw new InputException("--epochs: expected iterations or epochs, found both");
            var varied = parsed.GetValue(augment) ?? TrainingNames.UsualAugmentation(Composition.Registry.DataSets, set.Name);
            if (!TrainingNames.Augmentations.Contains(varied))
                throw new InputException($"--augment: {Nearest.Unknown("name", varied, TrainingNames.Augmentations)}");
            var trial = new TrainingTrial(
                parsed.GetRequiredValue(network), parsed.GetValue(width) ?? 1, parsed.GetValue(slope) ?? 0,
                set.Name, (int)parsed.GetValue(size), parsed.GetValue(images), parsed.GetValue(testImages), (int)parsed.GetValue(classes), varied,
                named, settings, parsed.GetValue(schedule) is { } text ? TrainingTrial.ScheduleOf(text, "--schedule") : chosen,
                (int)parsed.GetValue(batch), times > 0 ? 0 : steps > 0 ? steps : 10_000, times, parsed.GetValue(seed));
            return new TrainRun(parsed.GetValue(quiet) ? TextWriter.Null : output, errors)
            {
                Store = new RunStore(parsed.GetRequiredValue(folder)),
                Data = set,
                Device = parsed.GetRequiredValue(device),
                Threads = (int)parsed.GetValue(threads),
                CheckpointEvery = parsed.GetValue(every),
                Events = parsed.GetValue(events) is { } shown ? new EventFolder(shown, TrainRun.Study, Named).PathOf(trial) : null,
                RunsRecorded = parsed.GetValue(force),
            }.Run(trial);
        });
        return command;
    }

    private static (NamedOptimizer Optimizer, ImmutableSortedDictionary<string, double> Settings, Schedule Schedule) OptimizerOf(string nameOrFile)
    {
        var file = File.Exists(nameOrFile) ? OptimizerFile.Read(nameOrFile) : null;
        var optimizer = file?.Optimizer ?? OptimizerCatalog.Find(nameOrFile)
            ?? throw new InputException($"--optimizer: there is no file '{nameOrFile}', and {Nearest.Unknown("optimizer", nameOrFile, [.. OptimizerCatalog.All.Select(known => known.Name)])}");
        var settings = optimizer.Settings.ToImmutableSortedDictionary(setting => setting.Key, setting => file?.Values.GetValueOrDefault(setting.Key, setting.Default) ?? setting.Default, StringComparer.Ordinal);
        return (optimizer, settings, file?.Schedule ?? Schedule.Constant);
    }
}
