using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Reports;

/// <summary>A training and what came out.</summary>
/// <param name="Trial">What was asked.</param>
/// <param name="Result">What came out.</param>
/// <param name="Measured">What was measured of the machine.</param>
internal sealed record TrainedNetwork(TrainingTrial Trial, TrainingResult Result, ImmutableSortedDictionary<string, double> Measured);

/// <summary>Trainings that differ in their seed only.</summary>
/// <param name="Networks">They, by seed; at least one.</param>
internal sealed record TrainingSetting(ImmutableArray<TrainedNetwork> Networks)
{
    /// <summary>Any of them: for what they share.</summary>
    public TrainingTrial Shared => Networks[0].Trial;

    /// <summary>The names of the network's feature layers.</summary>
    public IEnumerable<string> Layers => Networks[0].Result.Layers.Select(layer => layer.Name);

    /// <summary>The mean over the seeds.</summary>
    public double Mean(Func<TrainingResult, double> measure) => Networks.Average(network => measure(network.Result));

    /// <summary>The smallest and the largest over the seeds.</summary>
    public (double Low, double High) Range(Func<TrainingResult, double> measure) => (Networks.Min(network => measure(network.Result)), Networks.Max(network => measure(network.Result)));
}

/// <summary>The records of a training study, read.</summary>
/// <param name="Settings">What was completed, in the order of the study's sweep.</param>
/// <param name="Varied">In what they differ.</param>
/// <param name="Others">What was not completed, and why.</param>
internal sealed record TrainingRecords(
    ImmutableArray<TrainingSetting> Settings, ImmutableArray<TrialParameter> Varied, ImmutableArray<(TrainingTrial Trial, string Reason)> Others)
{
    /// <summary>Reads records.</summary>
    /// <param name="registry">What names in them mean.</param>
    /// <param name="records">They, in any order.</param>
    /// <exception cref="FormatException">One of them is of another kind, or has not the result of its kind; the message names it.</exception>
    public static TrainingRecords Read(Registry registry, IEnumerable<TrialRecord> records)
    {
        var (networks, others) = (new List<TrainedNetwork>(), new List<(TrainingTrial Trial, string Reason)>());
        foreach (var record in records)
        {
            try
            {
                var trial = TrainingTrial.From(registry, record.Specification);
                if (record.Status == TrialStatus.Completed)
                    networks.Add(new TrainedNetwork(trial, TrainingResultJson.Of(record), record.Measured));
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
            [.. settings], TrainingTrial.Varied(all), [.. others.OrderBy(other => other.Trial.Specification.Id, StringComparer.Ordinal)]);
    }

    /// <summary>Whether all trainings have the same value.</summary>
    public bool AreSharing(TrialParameter parameter) => Varied.All(varied => varied.Key != parameter.Key);

    /// <summary>Records come in the order of their ids, which says nothing: settings go by their parameters, in the order of the registry.</summary>
    private static int Compare(Registry registry, TrainingTrial one, TrainingTrial other) => registry.Parameters.Where(parameter => parameter.IsFactor)
        .Select(parameter => parameter.Compare(one.Values, other.Values)).FirstOrDefault(order => order != 0);
}
