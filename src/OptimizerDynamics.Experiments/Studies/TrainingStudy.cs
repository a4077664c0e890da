using System.Collections.Immutable;
using OptimizerDynamics.Data;

namespace OptimizerDynamics.Experiments;

/// <summary>A study of kind <c>training</c>: networks are trained, and what becomes of their features is the answer.</summary>
/// <remarks>
/// <code>
/// study: dying-filters
/// kind: training
/// question: Which filters die, and when?
/// base: {network: basicnet, width: 0.125, data: fashion-mnist, size: 14, batchSize: 20, iterations: 10000}   # one value each
/// sweep:                                                                           # every combination
///   optimizer: [sgd, adam]
///   regularization: [none, l2, weightDecay]
///   lambda: [1e-4, 1e-3]                               # or {from: 1e-5, to: 1e-2, perDecade: 2}
/// variants:                                            # all of it once for each, which replaces values: one thing at a time
///   as it is: {}
///   longer: {iterations: 50000, lambda: 1e-5}
/// settings: {adam: {lr: 3e-3, beta2: 0.99}}            # where an optimizer's default is not wanted
/// seeds: 3                                             # 1 to 3; or a list
/// report:
///   title: Filters that die
///   layer: C6                                          # the layer whose γ and β are drawn
///   hypotheses: [H3]                                   # those of the paper's that the study tests
///   against: lambda                                    # what sparsity is drawn against
/// slurm: {time: 2:00:00, memory: 4G}                   # what a task asks for: see SlurmSettings
/// profiles:
///   smoke: {iterations: 200, seeds: 1}                 # what it changes
///   standard: {}
///   paper: {settings: {adam: {lr: 1e-3}}}              # in place of the settings above
/// </code>
/// <para>Values: <c>network</c>, <c>width</c>, <c>negativeSlope</c>, <c>data</c>, <c>size</c>, <c>images</c>, <c>testImages</c>, <c>classes</c>, <c>augment</c>, <c>batchSize</c>, <c>lr</c> and <c>beta2</c> (in place of
/// the optimizer's), <c>lambda</c>, and either <c>iterations</c> or <c>epochs</c>: all may be swept; <c>schedule</c> may not. What stands nowhere has the default of <c>optdyn train</c>; <c>data</c> and
/// <c>optimizer</c> have none. Each seed is a trial of its own. Without regularization there is no λ, and one trial instead of one for each.</para>
/// </remarks>
/// <param name="Name">The study's name.</param>
/// <param name="Question">What it asks.</param>
/// <param name="Profile">The profile that was chosen.</param>
/// <param name="Trials">Its trials, in the order of the file's sweep, the seeds of one setting behind each other; no two alike.</param>
/// <param name="Report">What its report shows.</param>
public sealed record TrainingStudy(string Name, string Question, string Profile, ImmutableArray<TrainingTrial> Trials, TrainingReport Report) : IStudy
{
    private const string Beta2 = "beta2", Variants = "variants";

    private static readonly string[] Swept =
    [
        "network", "width", "negativeSlope", "data", "size", "images", "testImages", "classes", "augment", "optimizer", "regularization", "lambda", "lr", Beta2, "batchSize", "iterations", "epochs",
    ];

    private static readonly string[] Single = ["schedule"];
    private static readonly string[] OfProfiles = ["seeds", "settings", SlurmSettings.Section];
    private static readonly Interval Slopes = new(0, true, 1, false);

    /// <inheritdoc/>
    public required IStudyKind Kind { get; init; }

    /// <inheritdoc/>
    public IEnumerable<IStudyTrial> All => Trials;

    /// <inheritdoc/>
    public SlurmSettings Slurm { get; init; } = SlurmSettings.Default;

    /// <inheritdoc/>
    public string NameOf(IStudyTrial trial) => TrainingFactor.NameOf((TrainingTrial)trial, TrainingFactor.Varied(Trials));

    /// <summary>The records that a report is made of: γ and β on the way only of the report's layer, and only for the first seed of each setting.</summary>
    /// <param name="records">The trials' records, whole.</param>
    public IEnumerable<TrialRecord> Reported(IEnumerable<TrialRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var first = Trials.GroupBy(trial => (trial with { Seed = 0 }).Specification.Id).Select(setting => setting.MinBy(trial => trial.Seed)!.Specification.Id).ToHashSet();
        return records.Select(record => record.Status == TrialStatus.Completed
            ? record with { Result = TrainingResultJson.Of(record).Keeping(first.Contains(record.Id) ? Report.Layer : null).ToJson() }
            : record);
    }

    /// <summary>Reads a study at a profile.</summary>
    /// <exception cref="InputException">A key, type, value or combination cannot be used.</exception>
    internal static TrainingStudy Of(StudySource source, IStudyKind kind)
    {
        var (map, profiles, profile, name, question) = (source.Map, source.Profiles, source.Profile, source.Name, source.Question);
        var variants = map.RequireMap(Variants, "the variants");
        IEnumerable<YamlMap?> each = variants is null ? [null] : variants.Keys.Select(variant => variants.RequireMap(variant, $"the variant {variant}"));
        var trials = each.SelectMany(variant => TrialsOf(source.Registry, map, new StudyValues(map, profiles, profile, Swept, Single, OfProfiles, variant)));
        return new TrainingStudy(name, question, profile, [.. trials.DistinctBy(trial => trial.Specification.Id)], TrainingReport.Read(map, name))
        {
            Kind = kind,
            Slurm = SlurmSettings.Read(map, profiles.RequireMap(profile, $"the profile {profile}")!),
        };
    }

    private static IEnumerable<TrainingTrial> TrialsOf(Registry registry, YamlMap map, StudyValues values)
    {
        var schedule = values.Schedule() ?? Schedule.Constant;
        var seeds = values.Seeds();
        var optimizers = StudyOptimizers.Read(map, values);
        var lengths = Lengths(values);
        return from data in DataOf(registry, values) ?? throw values.Missing("data", "names of data sets")
               from size in Whole(values, "size", 0, 4096) ?? [0]
               from images in values.WholeNumbers("images", 0) ?? [0]
               from testImages in values.WholeNumbers("testImages", 0) ?? [0]
               from classes in Whole(values, "classes", 0, int.MaxValue) ?? [0]
               from augment in Names(values, "augment", TrainingNames.Augmentations) ?? [TrainingNames.UsualAugmentation(registry.DataSets, data)]
               from network in Names(values, "network", TrainingNames.Networks) ?? [TrainingNames.Networks[0]]
               from width in values.Numbers("width", Interval.Positive) ?? [1]
               from slope in values.Numbers("negativeSlope", Slopes) ?? [0]
               from optimizer in optimizers
               from regularization in StudyOptimizers.Regularizations(values)
               from lambda in regularization == Regularization.None ? [0] : values.Numbers("lambda", Interval.NonNegative) ?? throw values.Missing("lambda", "numbers")
               from rate in values.Numbers("lr", Interval.NonNegative)?.Select(rate => (double?)rate) ?? [null]
               from memory in Memories(values, optimizers)
               from batch in Whole(values, "batchSize", 2, int.MaxValue) ?? [40]
               from length in lengths
               from seed in seeds
               select new TrainingTrial(
                   network, width, slope, data, size, images, testImages, classes, augment, optimizer.Optimizer, Settings(optimizer, regularization, lambda, rate, memory), schedule, batch,
                   length.Iterations, length.Epochs, seed);
    }

    private static ImmutableSortedDictionary<string, double> Settings(
        (NamedOptimizer Optimizer, ImmutableSortedDictionary<string, double> Settings) optimizer, Regularization regularization, double lambda, double? rate, double? memory)
    {
        var settings = optimizer.Settings
            .SetItem("l2", regularization == Regularization.L2 ? lambda : 0)
            .SetItem("weightDecay", regularization == Regularization.WeightDecay ? lambda : 0);
        settings = rate is { } given ? settings.SetItem("lr", given) : settings;
        return memory is { } beta2 ? settings.SetItem(Beta2, beta2) : settings;
    }

    /// <summary>The β₂ in place of the optimizers' own; null for theirs.</summary>
    private static IReadOnlyList<double?> Memories(StudyValues values, IEnumerable<(NamedOptimizer Optimizer, ImmutableSortedDictionary<string, double> Settings)> optimizers)
    {
        if (values.Numbers(Beta2, Interval.Averaging) is not { } given)
            return [null];
        return optimizers.FirstOrDefault(optimizer => !optimizer.Settings.ContainsKey(Beta2)).Optimizer is { } without
            ? throw values.Wrong(Beta2, $"{Beta2}: expected optimizers that have it, found '{without.Name}'")
            : [.. given.Select(value => (double?)value)];
    }

    private static List<(long Iterations, long Epochs)> Lengths(StudyValues values) => (values.WholeNumbers("iterations", 1), values.WholeNumbers("epochs", 1)) switch
    {
        (null, null) => throw values.Missing("iterations", "an integer (or 'epochs')"),
        ({ } iterations, null) => [.. iterations.Select(count => (count, 0L))],
        (null, { } epochs) => [.. epochs.Select(count => (0L, count))],
        _ => throw values.Wrong("epochs", "epochs: expected iterations or epochs, found both"),
    };

    /// <summary>Names of data sets; with a colon and a fingerprint, files that are not the published ones.</summary>
    private static IReadOnlyList<string>? DataOf(Registry registry, StudyValues values)
    {
        var known = DataSets.Names(registry.DataSets);
        var names = values.Texts("data", $"one of {string.Join(", ", known)}");
        return names?.FirstOrDefault(name => DataSets.Find(registry.DataSets, name) is not { IsFormat: false }) is { } unknown
            ? throw values.Wrong("data", $"data: {Nearest.Unknown("name", unknown, known)}")
            : names;
    }

    private static IReadOnlyList<string>? Names(StudyValues values, string key, IReadOnlyList<string> known)
    {
        var names = values.Texts(key, $"one of {string.Join(", ", known)}");
        return names?.FirstOrDefault(name => !known.Contains(name)) is { } unknown ? throw values.Wrong(key, $"{key}: {Nearest.Unknown("name", unknown, known)}") : names;
    }

    private static List<int>? Whole(StudyValues values, string key, long least, long most)
    {
        var numbers = values.WholeNumbers(key, least);
        return numbers?.Any(number => number > most) == true
            ? throw values.Wrong(key, $"{key}: expected at most {most}, found '{numbers.First(number => number > most)}'")
            : numbers?.Select(number => (int)number).ToList();
    }
}
