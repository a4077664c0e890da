using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>One of the things that trials of a study can differ in.</summary>
/// <param name="Key">The study file's key.</param>
/// <param name="Name">What it is called above a table's column.</param>
/// <param name="Of">A trial's value, as a text.</param>
public sealed record TrainingFactor(string Key, string Name, Func<TrainingTrial, string> Of)
{
    /// <summary>All of them but the seed, in the order in which a reader wants them.</summary>
    public static ImmutableArray<TrainingFactor> All { get; } =
    [
        new("data", "data", trial => trial.Data),
        new("size", "size", trial => $"{trial.Size} px"),
        new("images", "images", trial => Count(trial.Images)),
        new("testImages", "test images", trial => Count(trial.TestImages)),
        new("classes", "classes", trial => trial.Classes == 0 ? "all" : Count(trial.Classes)),
        new("augment", "augmentation", trial => trial.Augment),
        new("network", "network", trial => trial.Network),
        new("width", "width", trial => Number(trial.Width)),
        new("negativeSlope", "slope below 0", trial => Number(trial.NegativeSlope)),
        new("optimizer", "optimizer", trial => trial.Optimizer.Name),
        new("regularization", "regularization", RegularizationOf),
        new("lambda", "λ", trial => trial.Regularization == Regularization.None ? "–" : Number(trial.Lambda)),
        new("lr", "learning rate", trial => Number(trial.Settings.GetValueOrDefault("lr"))),
        new("beta2", "β₂", trial => Number(trial.Settings.GetValueOrDefault("beta2"))),
        new("batchSize", "mini-batch", trial => Count(trial.BatchSize)),
        new("iterations", "iterations", trial => trial.Iterations == 0 ? "–" : Count(trial.Iterations)),
        new("epochs", "epochs", trial => trial.Epochs == 0 ? "–" : Count(trial.Epochs)),
    ];

    /// <summary>The factors in which some trials differ.</summary>
    /// <remarks>Learning rate and β₂ count where one optimizer has several: that each has its own is no factor.</remarks>
    /// <param name="trials">The trials.</param>
    public static ImmutableArray<TrainingFactor> Varied(IReadOnlyCollection<TrainingTrial> trials) =>
        [.. All.Where(factor => factor.Key is "lr" or "beta2"
            ? trials.GroupBy(trial => trial.Optimizer.Name).Any(group => Differ(group, factor))
            : Differ(trials, factor))];

    /// <summary>What tells a trial from the others: <c>adam, l2, 1e-3, seed 2</c>.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="varied">The factors in which they differ.</param>
    public static string NameOf(TrainingTrial trial, IEnumerable<TrainingFactor> varied)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return string.Join(", ", varied.Where(factor => factor.Of(trial) != "–").Select(factor => Said(factor, trial)).Append($"seed {trial.Seed}"));
    }

    private static string Said(TrainingFactor factor, TrainingTrial trial) =>
        factor.Key is "data" or "size" or "network" or "optimizer" or "regularization" or "augment" ? factor.Of(trial) : $"{factor.Name} {factor.Of(trial)}";

    private static bool Differ(IEnumerable<TrainingTrial> trials, TrainingFactor factor) => trials.Select(factor.Of).Distinct().Skip(1).Any();

    private static string RegularizationOf(TrainingTrial trial) => trial.Regularization switch
    {
        Regularization.L2 => "L2",
        Regularization.WeightDecay => "WD",
        _ => "none",
    };

    private static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Powers of ten as people write them.</summary>
    private static string Number(double value) =>
        value is not 0 and < 0.01 or >= 1e5 ? value.ToString("0.##e0", CultureInfo.InvariantCulture) : value.ToString(CultureInfo.InvariantCulture);
}
