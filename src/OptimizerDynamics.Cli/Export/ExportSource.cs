using OptimizerDynamics.Checkpoints;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Cli;

/// <summary>A network to be exported, with the record of its training where there is one.</summary>
/// <param name="Path">The file that holds its numbers.</param>
/// <param name="Whole">The network.</param>
/// <param name="Record">The record of its training; null where that has none.</param>
/// <param name="Note">What a user should know of it; null where there is nothing.</param>
internal sealed record ExportSource(string Path, ExportedNetwork Whole, TrialRecord? Record, string? Note)
{
    private const string RecordExtension = ".json";

    /// <summary>Finds a network.</summary>
    /// <param name="path">The record of a training, beside which its numbers were kept; or the file of the numbers.</param>
    /// <exception cref="InputException">There is none, or the numbers were not kept.</exception>
    public static ExportSource Find(string path)
    {
        if (!File.Exists(path))
            throw new InputException($"{path}: there is no such file: expected the record of a training, or a checkpoint");
        return System.IO.Path.GetExtension(path) == RecordExtension ? OfRecord(path) : OfCheckpoint(path, RecordBeside(path));
    }

    /// <summary>The network without the features that a criterion selects.</summary>
    /// <param name="criterion">The criterion.</param>
    /// <exception cref="InputException">It needs what was measured of the features, and there is no record of that.</exception>
    public ExportedNetwork Pruned(PruningCriterion criterion)
    {
        var graph = Whole.Graph;
        var parameters = Whole.Parameters.Span;
        if (Record is null && criterion != PruningCriteria.Scale)
            throw new InputException(
                $"--prune: {criterion.Name} is by what was measured when the training was over ({criterion.Label}), and {Path} has no "
                    + $"record "
                    + $"beside it; {PruningCriteria.Scale.Name} needs none");
        IReadOnlyList<FeatureStatistics>? measured = Record is null ? null : ResultOf(Record, Path).Layers;
        if (measured is not null && !measured.Select(layer => layer.Name).SequenceEqual(graph.FeatureLayers.Select(layer => layer.Name)))
            throw new InputException($"{Path}: the record beside it is of another network: their layers differ");
        var features = new List<FeatureStatistics>();
        foreach (var (index, layer) in graph.FeatureLayers.Index())
        {
            // Records have six digits of γ and β; here are all.
            features.Add((measured?[index] ?? new FeatureStatistics(layer.Name, [], [], [], [], [])) with
            {
                Scale = [.. graph.ScaleOf(layer, parameters).Select(scale => (double)scale)],
                Shift = [.. graph.ShiftOf(layer, parameters).Select(shift => (double)shift)],
            });
        }

        var smaller = Prune.Apply(graph, parameters, Whole.Statistics.Span, criterion.Select(features));
        return new ExportedNetwork(smaller.Graph, smaller.Parameters, smaller.Statistics, Whole.Normalization);
    }

    private static ExportSource OfRecord(string path)
    {
        var record = Read(path);
        if (record.Specification.Kind != TrainingTrial.Kind)
            throw new InputException($"{path}: expected the record of a training, found one of the kind '{record.Specification.Kind}'");
        if (record.Status != TrialStatus.Completed)
            throw new InputException($"{path}: the training has no network: it {record.Status.ToString().ToLowerInvariant()}");
        var kept = System.IO.Path.ChangeExtension(path, RunStore.TrainedExtension);
        return File.Exists(kept) ? OfCheckpoint(kept, record) : throw new InputException(
            $"{path}: the record has only the digest of the network's parameters, and {System.IO.Path.GetFileName(kept)}, which would have "
                + $"them, was not kept. Train it again with the record's settings: optdyn train … {TrainOptions.KeepOption}");
    }

    private static ExportSource OfCheckpoint(string path, TrialRecord? record)
    {
        var (trial, steps, saved) = Open(path);
        if (record is not null && record.Id != trial)
            throw new InputException($"{path}: it belongs to the trial {trial}, and not to {record.Id}, whose record is beside it");
        var isWhole = steps.Done == steps.Total;
        if (isWhole && record is { Status: TrialStatus.Completed } && ResultOf(record, path).Digest is { } digest
            && digest != ParameterDigest.Of(saved.Parameters))
            throw new InputException($"{path}: its parameters are not those of the record beside it: their digests differ");
        var network = new ExportedNetwork(saved.Graph, saved.Parameters, saved.Statistics, saved.Normalization);
        return new ExportSource(
            path, network, isWhole && record is { Status: TrialStatus.Completed } ? record : null,
            isWhole ? null : $"{path}: the network after {steps.Done} of {steps.Total} iterations of its training");
    }

    private static (string Trial, TrialSteps Steps, SavedNetwork Network) Open(string path)
    {
        try
        {
            var (trial, steps, content) = TrialCheckpoint.Open(path);
            using (content)
                return (trial, steps, SavedNetwork.Read(content));
        }
        catch (FormatException cause)
        {
            throw new InputException(
                $"{path}: {cause.Message}: expected a checkpoint of optdyn, or the record of a training, which ends in {RecordExtension}",
                cause);
        }
        catch (CheckpointException cause)
        {
            throw new InputException($"{path}: the checkpoint cannot be exported: {cause.Message}", cause);
        }
    }

    private static TrainingResult ResultOf(TrialRecord record, string path)
    {
        try
        {
            return TrainingResultJson.Of(record);
        }
        catch (FormatException cause)
        {
            throw new InputException($"{path}: the record of its training cannot be used: {cause.Message}", cause);
        }
    }

    private static TrialRecord? RecordBeside(string path) =>
        System.IO.Path.ChangeExtension(path, RecordExtension) is var beside && File.Exists(beside) ? Read(beside) : null;

    private static TrialRecord Read(string path)
    {
        try
        {
            return TrialRecord.FromJson(File.ReadAllText(path));
        }
        catch (FormatException cause)
        {
            throw new InputException($"{path}: expected the record of a trial: {cause.Message}", cause);
        }
    }
}
