using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>A trial in which a network is trained, and its features are measured.</summary>
/// <param name="Network">The network's name, such as <c>basicnet</c>.</param>
/// <param name="Width">Multiplies the features of its layers.</param>
/// <param name="NegativeSlope">Slope of the leaky ReLU; 0 for ReLU.</param>
/// <param name="Data">The data set's name.</param>
/// <param name="Size">Height and width of its images; 0 as they come.</param>
/// <param name="Images">How many training images are used, the first ones; 0 for as many as the set has, or as are usual.</param>
/// <param name="TestImages">The same for test images.</param>
/// <param name="Classes">How many classes of drawn objects; 0 for all.</param>
/// <param name="Augment">How training images are varied, one of <see cref="TrainingNames.Augmentations"/>.</param>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Settings">All of its settings, <c>l2</c> and <c>weightDecay</c> among them, defaults written out.</param>
/// <param name="Schedule">The schedule multiplier.</param>
/// <param name="BatchSize">Images in a mini-batch.</param>
/// <param name="Iterations">How many steps; 0 where <paramref name="Epochs"/> says it.</param>
/// <param name="Epochs">How many times through the training images; 0 where <paramref name="Iterations"/> says it.</param>
/// <param name="Seed">Draws the network's beginning and the order of the images.</param>
public sealed record TrainingTrial(
    string Network,
    double Width,
    double NegativeSlope,
    string Data,
    int Size,
    long Images,
    long TestImages,
    int Classes,
    string Augment,
    NamedOptimizer Optimizer,
    ImmutableSortedDictionary<string, double> Settings,
    Schedule Schedule,
    int BatchSize,
    long Iterations,
    long Epochs,
    long Seed) : IStudyTrial
{
    /// <summary>The kind, in specifications.</summary>
    public const string Kind = "training";

    /// <summary>The optimizer as a chain.</summary>
    public Chain Chain => Optimizer.Build(Settings, Schedule);

    /// <summary>Where λθ enters: which of <c>l2</c> and <c>weightDecay</c> is not 0; L2 where both are.</summary>
    public Regularization Regularization => Settings.GetValueOrDefault("l2") > 0 ? Regularization.L2 : Settings.GetValueOrDefault("weightDecay") > 0 ? Regularization.WeightDecay : Regularization.None;

    /// <summary>λ of that regularization; 0 without.</summary>
    public double Lambda => Regularization switch
    {
        Regularization.L2 => Settings["l2"],
        Regularization.WeightDecay => Settings["weightDecay"],
        _ => 0,
    };

    /// <summary>Whether this and another can be packed into one network, on a GPU: they differ in nothing but optimizer, settings, schedule and seed.</summary>
    /// <param name="other">The other.</param>
    public bool CanBePackedWith(IStudyTrial other) => other is TrainingTrial training && TrainingNames.PackableNetworks.Contains(Network)
        && this with { Optimizer = training.Optimizer, Settings = training.Settings, Schedule = training.Schedule, Seed = training.Seed } == training;

    /// <inheritdoc/>
    public TrialSpecification Specification => new(
        Kind,
        [
            .. SpecificationOf.Optimizer(Optimizer, Settings),
            KeyValuePair.Create("network", (object)Network),
            KeyValuePair.Create("width", (object)Width),
            KeyValuePair.Create("negativeSlope", (object)NegativeSlope),
            KeyValuePair.Create("data", (object)Data),
            KeyValuePair.Create("size", (object)Size),
            KeyValuePair.Create("images", (object)Images),
            KeyValuePair.Create("testImages", (object)TestImages),
            KeyValuePair.Create("classes", (object)Classes),
            KeyValuePair.Create("augment", (object)Augment),
            KeyValuePair.Create("schedule", (object)ScheduleSettings.TextOf(Schedule)),
            KeyValuePair.Create("batchSize", (object)BatchSize),
            KeyValuePair.Create("iterations", (object)Iterations),
            KeyValuePair.Create("epochs", (object)Epochs),
            KeyValuePair.Create("seed", (object)Seed),
        ]);

    /// <summary>The trial that a specification describes.</summary>
    /// <param name="specification">A specification of this kind.</param>
    /// <exception cref="FormatException">It is of another kind, or a value is missing or cannot be used.</exception>
    public static TrainingTrial From(TrialSpecification specification) => SpecificationOf.Read(specification, Kind, of => new TrainingTrial(
        of.Text("network"),
        of.Number("width"),
        of.Number("negativeSlope"),
        of.Text("data"),
        (int)of.Number("size"),
        (long)of.Number("images"),
        (long)of.Number("testImages"),
        (int)of.Number("classes"),
        of.Text("augment"),
        SpecificationOf.Optimizer(of),
        SpecificationOf.Settings(of),
        ScheduleSettings.Parse(of.Text("schedule"), Kind),
        (int)of.Number("batchSize"),
        (long)of.Number("iterations"),
        (long)of.Number("epochs"),
        (long)of.Number("seed")));

    /// <summary>The schedule that a word or a mapping on one line means.</summary>
    /// <param name="text">The text, as a settings file has it.</param>
    /// <param name="source">Where it stands, for messages.</param>
    /// <exception cref="InputException">It means none.</exception>
    public static Schedule ScheduleOf(string text, string source) => ScheduleSettings.Parse(text, source);
}
