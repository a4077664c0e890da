using System.Collections.Immutable;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>A completed training.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Result">Its result.</param>
public sealed record TrainedNetwork(TrainingTrial Trial, TrainingResult Result);

/// <summary>Trainings that differ in their seed only.</summary>
/// <param name="Networks">The trained networks, by seed; at least one.</param>
public sealed record TrainingSetting(ImmutableArray<TrainedNetwork> Networks)
{
    /// <summary>The trial of the first network, for the parameters that all share.</summary>
    public TrainingTrial Shared => Networks[0].Trial;

    /// <summary>Whether features have a γ (<see cref="TrainingResult.HasScale"/>).</summary>
    public bool HasScale => Networks.All(network => network.Result.HasScale);

    /// <summary>The names of the network's feature layers.</summary>
    public IEnumerable<string> Layers => Networks[0].Result.Layers.Select(layer => layer.Name);

    /// <summary>A measure's mean over the seeds; NaN where one of them was not measured.</summary>
    /// <param name="measure">The measure.</param>
    public double Mean(Measure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return Networks.Average(network => measure.Of(network.Result));
    }

    /// <summary>A measure's smallest and largest value over the seeds.</summary>
    /// <param name="measure">The measure.</param>
    public (double Low, double High) Range(Measure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return (Networks.Min(network => measure.Of(network.Result)), Networks.Max(network => measure.Of(network.Result)));
    }
}

/// <summary>The records of a training study, read.</summary>
/// <param name="Settings">The settings with completed trainings, ordered by the registry's parameters.</param>
/// <param name="Varied">The parameters in which trainings differ.</param>
/// <param name="Others">The trainings that diverged or failed, and why.</param>
public sealed record TrainingRecords(
    ImmutableArray<TrainingSetting> Settings, ImmutableArray<TrialParameter> Varied,
    ImmutableArray<(TrainingTrial Trial, string Reason)> Others)
{
    /// <summary>What the study calls its settings (<see cref="TrainingStudy.Titles"/>); a trial of each, with seed 0.</summary>
    public ImmutableDictionary<TrainingTrial, SettingTitle> Titles { get; init; } = ImmutableDictionary<TrainingTrial, SettingTitle>.Empty;

    /// <summary>The trainings that diverged.</summary>
    public ImmutableArray<TrainingTrial> Diverged { get; private init; } = [];

    /// <summary>Whether the study has a name for every setting.</summary>
    public bool AreTitled => Settings.All(setting => TitleOf(setting) is not null);

    /// <summary>The study's own name for a setting; null where it has none.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="without">Parameters whose values are said elsewhere, and left out of the name.</param>
    public string? TitleOf(TrainingSetting setting, params TrialParameter?[] without)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return Titles.GetValueOrDefault(setting.Shared.With(TrainingParameters.Seed, 0))?.Of(setting.Shared, without);
    }

    /// <summary>The same without the settings whose features have no γ: for what is drawn by γ.</summary>
    public TrainingRecords WithScale => this with { Settings = [.. Settings.Where(setting => setting.HasScale)] };

    /// <summary>Reads records.</summary>
    /// <param name="registry">What names in them mean.</param>
    /// <param name="records">The records, in any order.</param>
    /// <exception cref="FormatException">One of them is of another kind, or has not the result of its kind; the message names
    /// it.</exception>
    public static TrainingRecords Read(Registry registry, IEnumerable<TrialRecord> records)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(records);
        var (networks, others) = (new List<TrainedNetwork>(), new List<(TrainingTrial Trial, string Reason)>());
        var diverged = ImmutableArray.CreateBuilder<TrainingTrial>();
        foreach (var record in records)
        {
            try
            {
                var trial = TrainingTrial.From(registry, record.Specification);
                if (record.Status == TrialStatus.Diverged)
                    diverged.Add(trial);
                if (record.Status == TrialStatus.Completed)
                    networks.Add(new TrainedNetwork(trial, TrainingResultJson.Of(record)));
                else
                    others.Add((trial, $"{record.Status.ToString().ToLowerInvariant()}: {record.Reason}"));
            }
            catch (FormatException cause)
            {
                throw new FormatException($"the record {record.Id}: {cause.Message}", cause);
            }
        }

        TrainingTrial[] all = [.. networks.Select(network => network.Trial), .. others.Select(other => other.Trial)];
        var settings = networks.GroupBy(network => network.Trial.With(TrainingParameters.Seed, 0))
            .Select(group => new TrainingSetting([.. group.OrderBy(network => network.Trial.Seed)]))
            .Order(Comparer<TrainingSetting>.Create((one, other) => Compare(registry, one.Shared, other.Shared)));
        return new TrainingRecords(
            [.. settings], TrainingTrial.Varied(all), [.. others.OrderBy(other => other.Trial.Specification.Id, StringComparer.Ordinal)])
        { Diverged = diverged.ToImmutable() };
    }

    /// <summary>Whether all trainings have the same value.</summary>
    /// <param name="parameter">The parameter.</param>
    public bool AreSharing(TrialParameter parameter) => Varied.All(varied => varied.Key != parameter.Key);

    /// <summary>
    /// Records come in the order of their ids, which says nothing: settings go by their parameters, in the order of the registry.
    /// </summary>
    private static int Compare(Registry registry, TrainingTrial one, TrainingTrial other) =>
        registry.Parameters.Where(parameter => parameter.IsFactor)
        .Select(parameter => parameter.Compare(one.Values, other.Values)).FirstOrDefault(order => order != 0);
}
