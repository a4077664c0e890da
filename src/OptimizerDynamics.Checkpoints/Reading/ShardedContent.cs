namespace OptimizerDynamics.Checkpoints;

/// <summary>The content of a checkpoint in several files.</summary>
internal static class ShardedContent
{
    /// <summary>Puts the tensors together that an index names.</summary>
    /// <param name="file">The index, for what is wrong with it.</param>
    /// <param name="index">What it says.</param>
    /// <param name="shards">The content of each of its files.</param>
    /// <exception cref="CheckpointFileException">A tensor is not in the file that is named for it.</exception>
    public static CheckpointContent Of(SourceFile file, ShardIndex index, IReadOnlyDictionary<string, CheckpointContent> shards)
    {
        var found = shards.ToDictionary(
            shard => shard.Key,
            shard => shard.Value.Tensors.DistinctBy(tensor => tensor.Name).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal),
            StringComparer.Ordinal);
        var tensors = new List<NamedTensor>(index.Tensors.Count);
        foreach (var (name, shard) in index.Tensors)
        {
            tensors.Add(found[shard].Remove(name, out var tensor)
                ? tensor
                : throw file.Fault(
                    $"says that '{CheckpointFileException.Short(name)}' is in {shard}, and it is not. Fetch the index and its files "
                        + $"again."));
        }

        var left = found.Values.Sum(names => names.Count);
        string[] notes = left > 0 ? [$"{left} tensors in its files are not in the index, and were not read."] : [];
        var isSafetensors = shards.Values.All(shard => shard.Format == "safetensors");
        return new CheckpointContent(isSafetensors ? "safetensors-sharded" : "pytorch-sharded", null, tensors, null, notes);
    }
}
