namespace OptimizerDynamics.Checkpoints;

/// <summary>The prefixes that wrappers put before the names of all tensors of a model.</summary>
internal static class StateDictNames
{
    /// <summary>DataParallel, DistributedDataParallel and AveragedModel; torch.compile; FullyShardedDataParallel; checkpointing.</summary>
    private static readonly string[] _prefixes = ["module.", "_orig_mod.", "_fsdp_wrapped_module.", "_checkpoint_wrapped_module."];

    /// <summary>A content without those prefixes, which are left out only where all tensors have them; a note tells of it.</summary>
    /// <param name="content">The content, with names as the file has them.</param>
    public static CheckpointContent Strip(CheckpointContent content)
    {
        // Lightning's network is an attribute "model" of its module. Elsewhere "model." belongs to the network's own names,
        // such as Hugging Face's.
        var isLightning = content.Root is CheckpointValue.Map root && root.Find("pytorch-lightning_version") is not null;
        string[] prefixes = isLightning ? [.. _prefixes, "model."] : _prefixes;
        var tensors = content.Tensors;
        var stripped = "";
        while (prefixes.FirstOrDefault(prefix => AllHave(tensors, stripped + prefix)) is { } prefix)
            stripped += prefix;
        return stripped.Length == 0 ? content : content with
        {
            Tensors = [.. tensors.Select(tensor => IsCounter(tensor) ? tensor : tensor with { Name = tensor.Name[stripped.Length..] })],
            Notes = [$"All names began with '{stripped}', which was left out.", .. content.Notes],
        };
    }

    private static bool AllHave(IReadOnlyList<NamedTensor> tensors, string prefix) =>
        tensors.Any(tensor => !IsCounter(tensor))
        && tensors.All(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal) || IsCounter(tensor));

    /// <summary>AveragedModel counts its averages beside its module.</summary>
    private static bool IsCounter(NamedTensor tensor) => tensor.Name == "n_averaged";
}
