using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>What trainings say of the paper's hypotheses: which settings are compared, seed by seed, and in what measure.</summary>
/// <remarks>Every effect is a share of features (or of images, or of test errors), above 0 where a seed agrees with the hypothesis; verdicts are those of <see cref="Verdict.OfPairs"/>.</remarks>
/// <param name="records">The study's records.</param>
/// <param name="layer">The layer that H9 looks at.</param>
internal sealed class TrainingHypotheses(TrainingRecords records, string layer)
{
    /// <summary>The most that the paper itself saw without regularization: 3 % (Table 1, Adam, CIFAR-10, by activation).</summary>
    private const double MostUnregularized = 0.03;

    /// <summary>What H10 takes for unchanged: a tenth of a percentage point.</summary>
    private const double LeastError = 0.001;

    /// <summary>What H13 takes for the same level: five percentage points.</summary>
    private const double SameLevel = 0.05;

    /// <summary>What was compared for a hypothesis; null where the study has nothing to compare.</summary>
    /// <param name="id">The hypothesis.</param>
    public Finding? Find(string id) => Comparisons(id).ToImmutableArray() is { IsEmpty: false } comparisons ? new Finding(id, comparisons) : null;

    /// <summary>What a positive effect means, for readers.</summary>
    /// <param name="id">The hypothesis.</param>
    public string Measure(string id) => id switch
    {
        "H1" => $"How far the share of inactive features lies below the {Percent(MostUnregularized)} that the paper saw itself.",
        "H2" => "Share of inactive features by γ: the adaptive optimizer's less that of SGD with the same regularization.",
        "H3" => "Share of inactive features by γ: with L2 less with weight decay of the same λ.",
        "H4" => "Share of inactive features by γ: with the smaller mini-batch less with the larger one.",
        "H5" => "Share of inactive features by γ: of the wider network less of the narrower one.",
        "H6" => "Share of inactive features by γ: on clean images less on cluttered ones.",
        "H7" => "Share of inactive features by γ: with the leaky ReLU less half of what it is with ReLU.",
        "H8" => "Selectivity at a quarter of the training: the mean of the features that are inactive by γ at the end less that of the others in the same layer, layers weighted by how many they lose. Features that are inactive by then, by γ or by activation, do not count.",
        "H9" => $"Features of {layer} that are active by γ at the end: Adam's mean selectivity less SGD's, and Adam's share with β < 0 less SGD's.",
        "H10" => $"How far the change of the test error, features inactive by γ set to zero, lies below {LeastError * 100:0.0} percentage points.",
        "H12" => "Share of inactive features by γ: of the last layers less of the first ones, three each of seven.",
        "H13" => $"How far the looser threshold's share lies below {SameLevel * 100:0} percentage points more: |γ| < 1e-2 instead of 1e-3, and activation < 1e-4 instead of 1e-12.",
        _ => "",
    };

    private IEnumerable<(string What, Verdict Verdict)> Comparisons(string id) => id switch
    {
        "H1" => Each(setting => setting.Shared.Regularization == Regularization.None, [
            ("by γ", network => MostUnregularized - TrainingTables.Sparsity(network.Result)), ("by activation", network => MostUnregularized - network.Result.SparsityByActivation())]),
        "H2" => Pairs((one, other) => !IsSgd(one) && IsSgd(other) && one.Regularization != Regularization.None, [TrainingParameters.Optimizer], "against SGD"),
        "H3" => Pairs((one, other) => one.Optimizer.Name == "adam" && one.Regularization == Regularization.L2 && other.Regularization == Regularization.WeightDecay, [TrainingParameters.Regularization], "against WD"),
        "H4" => Ordered(TrainingParameters.BatchSize, isLargerFirst: false),
        "H5" => Ordered(TrainingParameters.Width, isLargerFirst: true),
        "H6" => Pairs((one, other) => one.Data.Replace("-clean", "-cluttered", StringComparison.Ordinal) == other.Data && one.Data != other.Data, [TrainingParameters.Data], "against cluttered"),
        "H7" => PairsOf((one, other) => one.NegativeSlope > 0 && other.NegativeSlope == 0, [TrainingParameters.NegativeSlope], "against half of ReLU's", (one, other) => TrainingTables.Sparsity(one.Result) - TrainingTables.Sparsity(other.Result) / 2),
        "H8" => Each(setting => setting.Networks.All(network => double.IsFinite(FeatureFates.SelectivityOfTheDying(network.Result))), [("", network => FeatureFates.SelectivityOfTheDying(network.Result))]),
        "H9" => PairsOf(AdamAndSgd, [TrainingParameters.Optimizer], "selectivity against SGD", (one, other) => FeatureFates.Selectivity(one.Result, layer) - FeatureFates.Selectivity(other.Result, layer))
            .Concat(PairsOf(AdamAndSgd, [TrainingParameters.Optimizer], "β < 0 against SGD", (one, other) => FeatureFates.NegativeShift(one.Result, layer) - FeatureFates.NegativeShift(other.Result, layer))),
        "H10" => Each(LosesFeatures, [("", network => LeastError - Math.Abs(network.Result.ErrorOf(ResultNames.ZeroedByScaleTest) - network.Result.Test.Top1Error))]),
        "H12" => Each(LosesFeatures, [("", network => FeatureFates.LaterLessEarlier(network.Result))]),
        "H13" => Each(LosesFeatures, [
            ("by γ", network => SameLevel - (network.Result.SparsityByScale(1e-2) - network.Result.SparsityByScale())),
            ("by activation", network => SameLevel - (network.Result.SparsityByActivation(1e-4) - network.Result.SparsityByActivation()))]),
        _ => [],
    };

    private static bool IsSgd(TrainingTrial trial) => trial.Optimizer.Name == "sgd";

    private static bool AdamAndSgd(TrainingTrial one, TrainingTrial other) => one.Optimizer.Name == "adam" && IsSgd(other);

    /// <summary>Where no feature is lost there is nothing to say of those that are.</summary>
    private static bool LosesFeatures(TrainingSetting setting) => setting.Networks.All(network => TrainingTables.Sparsity(network.Result) > 0);

    /// <summary>A measure of single settings.</summary>
    private IEnumerable<(string What, Verdict Verdict)> Each(Func<TrainingSetting, bool> isMeant, (string What, Func<TrainedNetwork, double> Effect)[] measures) =>
        from setting in records.Settings.Where(isMeant)
        from measure in measures
        let effects = setting.Networks.Select(measure.Effect).Where(double.IsFinite).ToList()
        where effects.Count > 0
        select ($"{TitleOf(records, setting)}{(measure.What.Length > 0 ? $": {measure.What}" : "")}", Verdict.OfPairs(effects));

    /// <summary>Sparsity of settings that differ in some parameters only.</summary>
    private IEnumerable<(string What, Verdict Verdict)> Pairs(Func<TrainingTrial, TrainingTrial, bool> isPair, TrialParameter[] differing, string what) =>
        PairsOf(isPair, differing, what, (one, other) => TrainingTables.Sparsity(one.Result) - TrainingTables.Sparsity(other.Result));

    private IEnumerable<(string What, Verdict Verdict)> PairsOf(Func<TrainingTrial, TrainingTrial, bool> isPair, TrialParameter[] differing, string what, Func<TrainedNetwork, TrainedNetwork, double> effect) =>
        from pair in PairsOf(isPair, differing)
        let effects = Effects(pair.One, pair.Other, effect)
        where effects.Count > 0
        select ($"{TitleOf(records, pair.One)}: {what}", Verdict.OfPairs(effects));

    /// <summary>Neighbours along a parameter, and its ends.</summary>
    private IEnumerable<(string What, Verdict Verdict)> Ordered(TrialParameter parameter, bool isLargerFirst)
    {
        double ValueOf(TrainingTrial trial) => parameter.NumberOf(trial.Values);
        double[] values = [.. records.Settings.Select(setting => ValueOf(setting.Shared)).Distinct().Order()];
        var pairs = values.Zip(values.Skip(1)).Concat(values.Length > 2 ? [(values[0], values[^1])] : []);
        return from ends in pairs
               let first = isLargerFirst ? ends.Item2 : ends.Item1
               let second = isLargerFirst ? ends.Item1 : ends.Item2
               from found in Pairs((one, other) => ValueOf(one).Equals(first) && ValueOf(other).Equals(second), [parameter], $"against {second.ToString(System.Globalization.CultureInfo.InvariantCulture)}")
               select found;
    }

    private IEnumerable<(TrainingSetting One, TrainingSetting Other)> PairsOf(Func<TrainingTrial, TrainingTrial, bool> isPair, TrialParameter[] differing) =>
        from one in records.Settings
        from other in records.Settings
        where isPair(one.Shared, other.Shared) && one.Shared.DiffersOnlyIn(other.Shared, differing)
        select (one, other);

    private static List<double> Effects(TrainingSetting one, TrainingSetting other, Func<TrainedNetwork, TrainedNetwork, double> effect) =>
        [.. one.Networks.Join(other.Networks, network => network.Trial.Seed, network => network.Trial.Seed, effect).Where(double.IsFinite)];
}
