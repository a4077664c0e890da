using System.Collections.Immutable;

namespace OptimizerDynamics.Checkpoints;

/// <summary>What a checkpoint says of its normalization layers: the whole of <c>optdyn inspect</c> for one file.</summary>
/// <param name="Format">The file's format, as in <see cref="CheckpointContent.Format"/>.</param>
/// <param name="Source">The key of the wrapper that was read; null where there was none.</param>
/// <param name="Layers">The layers, in the file's order.</param>
/// <param name="Optimizer">The optimizer's state; null where the file has none.</param>
/// <param name="Notes">What a user should know of how it was read, a sentence each.</param>
/// <param name="Parameters">The number of elements of all floating point tensors but running statistics: the network's parameters, if
/// there are no other buffers.</param>
public sealed record CheckpointReading(
    string Format,
    string? Source,
    ImmutableArray<LayerReading> Layers,
    OptimizerReading? Optimizer,
    ImmutableArray<string> Notes,
    long Parameters)
{
    /// <summary>The batch normalizations, of which dead features are told by γ.</summary>
    public IEnumerable<LayerReading> BatchNorms => Layers.Where(layer => layer.Layer.Kind == NormalizationKind.BatchNorm);

    /// <summary>
    /// Reads a checkpoint: finds its layers, pairs them with convolutions, reads γ, β, filters and the optimizer's state.
    /// </summary>
    /// <param name="content">The checkpoint's content; its file has to be open.</param>
    /// <exception cref="CheckpointFileException">The file cannot be read where its tensors are.</exception>
    public static CheckpointReading Of(CheckpointContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var modules = CheckpointModule.Of(content.Tensors);
        var notes = new List<string>(content.Notes);
        var found = NormalizationFinder.Find(modules, notes);
        var layers = ConvolutionPairing.Pair(modules, found, ConvolutionPairing.IsInOrderOfModules(content))
            .Select(LayerReading.Of).ToImmutableArray();
        var optimizer = DecayReader.Read(content, layers);
        return new CheckpointReading(
            content.Format, content.Source, layers, optimizer, [.. notes],
            content.Tensors.Where(ParameterMap.IsParameter)
                .Aggregate(0L, (sum, tensor) => Math.Min(long.MaxValue - tensor.Data.Count, sum) + tensor.Data.Count));
    }

    /// <summary>A sum over the batch normalizations.</summary>
    /// <param name="count">What is summed.</param>
    public long Sum(Func<LayerReading, long> count) => BatchNorms.Sum(count);
}
