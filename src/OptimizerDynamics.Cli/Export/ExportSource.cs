using System.Collections.Immutable;
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
    /// <param name="step">The criterion and its amount.</param>
    /// <exception cref="InputException">It needs what was measured of the features, and there is no record of that.</exception>
    public ExportedNetwork Pruned(PruningStep step)
    {
        var graph = Whole.Graph;
        var criterion = step.Criterion;
        if (Record is null && !criterion.IsOfParameters)
            throw new InputException(
                $"--prune: {criterion.Name} is by what was measured when the training was over ({criterion.Label}), and {Path} has no "
                    + $"record beside it; {PruningCriteria.Scale.Name}, {PruningCriteria.SmallestScale.Name} and "
                    + $"{PruningCriteria.FilterNorm.Name} need none");
        if (criterion.NeedsScale && graph.FeatureLayers.All(layer => layer.Normalization is null))
            throw new InputException(
                $"--prune: {criterion.Name} is by γ ({criterion.Label}), and the network of {Path} has no normalization; "
                    + $"{PruningCriteria.FilterNorm.Name} needs none");
        var features = Record is null ? [] : MeasuredFeatures(Record);
        var subject = new PruningSubject(graph, [.. Whole.Parameters.Span], features, SeedOf(Record));
        var smaller = Prune.Apply(graph, Whole.Parameters.Span, Whole.Statistics.Span, step.Select(subject));
        return new ExportedNetwork(smaller.Graph, smaller.Parameters, smaller.Statistics, Whole.Normalization);
    }

    /// <summary>What a record says of the features; γ and β are those of the network, for records have six digits of them.</summary>
    private ImmutableArray<FeatureStatistics> MeasuredFeatures(TrialRecord record)
    {
        var (graph, measured) = (Whole.Graph, ResultOf(record, Path).Layers);
        if (!measured.Select(layer => layer.Name).SequenceEqual(graph.FeatureLayers.Select(layer => layer.Name)))
            throw new InputException($"{Path}: the record beside it is of another network: their layers differ");
        return
        [
            .. measured.Zip(graph.FeatureLayers, (features, layer) => features with
            {
                Scale = [.. graph.ScaleOf(layer, Whole.Parameters.Span).Select(scale => (double)scale)],
                Shift = [.. graph.ShiftOf(layer, Whole.Parameters.Span).Select(shift => (double)shift)],
            }),
        ];
    }

    private static ulong SeedOf(TrialRecord? record) =>
        record is null ? 0 : (ulong)record.Specification.Number(TrainingParameters.Seed.Key);

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
            isWhole ? null : saved.StepCount < steps.Done
                ? $"{path}: the network after the {saved.StepCount} iterations of its training; what was pruned of it is not fine-tuned yet"
                : $"{path}: the network after {steps.Done} of {steps.Total} iterations");
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
