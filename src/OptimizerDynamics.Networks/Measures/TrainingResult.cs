using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>The result of a training: filled when the training ends, kept in its record, read by reports.</summary>
/// <remarks>What was measured with the trained network stands under a name (<see cref="ResultNames"/>), so that a new measure, or a new
/// pruning criterion, needs no new format: <see cref="Evaluations"/> on a set of images, <see cref="Costs"/> of a network, and
/// <see cref="Values"/>, which are single numbers.</remarks>
/// <param name="Evaluations">How well the network, and what was pruned of it, classify: at least <see cref="ResultNames.Training"/> and
/// <see cref="ResultNames.Test"/>.</param>
/// <param name="Costs">What the network, and what was pruned of it, cost: at least <see cref="ResultNames.Cost"/>.</param>
/// <param name="Layers">The features of each layer at the end, over the training set.</param>
/// <param name="Curve">What was seen on the way, by iteration; at least one point.</param>
public sealed record TrainingResult(
    ImmutableSortedDictionary<string, Evaluation> Evaluations,
    ImmutableSortedDictionary<string, NetworkCost> Costs,
    ImmutableArray<FeatureStatistics> Layers,
    ImmutableArray<CurvePoint> Curve)
{
    /// <summary>Other measures of the trained network, by name; finite.</summary>
    public ImmutableSortedDictionary<string, double> Values { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>What was measured of the machine rather than of the network, by name, such as <see cref="ResultNames.InferenceSeconds"/>:
    /// another run would not repeat it.</summary>
    public ImmutableSortedDictionary<string, double> Machine { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Effective decay rates at log-spaced windows of the training, by iteration; empty where nothing decays, where the optimizer
    /// does not split, or in results that were written before they were measured.</summary>
    public ImmutableArray<DecayWindow> DecayRates { get; init; } = [];

    /// <summary>The features on the way, by iteration; empty in results that were written before they were measured.</summary>
    public ImmutableArray<SurveyPoint> Surveys { get; init; } = [];

    /// <summary>How many features were dead on the way, at log-spaced iterations (<see cref="DeathPoint.IsDue"/>); empty in results that
    /// were written before they were counted, and where features have no γ.</summary>
    public ImmutableArray<DeathPoint> Deaths { get; init; } = [];

    /// <summary>What pruning and fine-tuning made of the trained network, in the order in which the trial lists it; empty without such
    /// stages.</summary>
    public ImmutableArray<PrunedBranch> Branches { get; init; } = [];

    /// <summary>
    /// The digest of θ at the end (<see cref="ParameterDigest"/>); null in results that were written before there was one.
    /// </summary>
    public string? Digest { get; init; }

    /// <summary>On the training set.</summary>
    public Evaluation Training => Evaluations[ResultNames.Training];

    /// <summary>On the test set.</summary>
    public Evaluation Test => Evaluations[ResultNames.Test];

    /// <summary>What the network costs.</summary>
    public NetworkCost Cost => Costs[ResultNames.Cost];

    /// <summary>The number of features of all layers.</summary>
    public int Features => Layers.Sum(layer => layer.Features);

    /// <summary>Whether features have a γ; those of networks without normalization have none, and what is measured by γ is NaN.</summary>
    public bool HasScale => Layers.Any(layer => layer.HasScale);

    /// <summary>The fraction of features with |γ| below a threshold, in [0, 1]; NaN where no feature has one.</summary>
    /// <param name="threshold">The threshold, above 0: 1e-3 in the paper, and 1e-2 where it looks looser.</param>
    public double SparsityByScale(double threshold = FeatureStatistics.ScaleThreshold) =>
        HasScale ? FeatureStatistics.InactiveShareByScale(Layers, threshold) : double.NaN;

    /// <summary>The fraction of features whose largest activation is below a threshold, in [0, 1].</summary>
    /// <param name="threshold">The threshold, above 0: 1e-12 in the paper, and 1e-4 where it looks looser.</param>
    public double SparsityByActivation(double threshold = FeatureStatistics.ActivationThreshold) =>
        (double)Layers.Sum(layer => layer.InactiveByActivation(threshold)) / Features;

    /// <summary>An evaluation's error.</summary>
    /// <param name="name">The evaluation's name.</param>
    /// <returns>The fraction of images whose class does not have the largest logit; NaN where it was not measured.</returns>
    public double ErrorOf(string name) => Evaluations.TryGetValue(name, out var found) ? found.Top1Error : double.NaN;

    /// <summary>The survey nearest to a part of the training; null where features were not surveyed.</summary>
    /// <param name="part">The part, in (0, 1).</param>
    public SurveyPoint? SurveyNear(double part)
    {
        var wanted = part * Curve[^1].Iteration;
        return Surveys.MinBy(survey => Math.Abs(survey.Iteration - wanted));
    }

    /// <summary>The same with the effective decay rates of those windows alone in which a survey lies.</summary>
    public TrainingResult KeepingSurveyedRates() => this with
    {
        DecayRates =
            [.. DecayRates.Where(window => Surveys.Any(window.Covers))],
    };

    /// <summary>The same with γ and β on the way for one layer only, or for none, but for the point where selectivity was measured: they
    /// are nearly all of a record, and a report draws one layer of one seed.</summary>
    /// <param name="layer">The layer's name; null for none.</param>
    public TrainingResult Keeping(string? layer)
    {
        ImmutableArray<ImmutableArray<double>> Kept(ImmutableArray<ImmutableArray<double>> layers) =>
            [.. layers.Select((values, index) => Layers[index].Name == layer ? values : [])];
        return this with
        {
            Curve = [.. Curve.Select(point =>
                point.Selectivity.IsEmpty ? point with { Scale = Kept(point.Scale), Shift = Kept(point.Shift) } : point)],
        };
    }
}
