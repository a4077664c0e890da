namespace OptimizerDynamics.Checkpoints;

/// <summary>Which part of a tree is the network's, and what else there is.</summary>
internal static class TreeContent
{
    private const int MostNamed = 5;

    /// <summary>The content of a PyTorch file, with names as the file has them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="format">The name of its format.</param>
    /// <param name="tree">What it holds.</param>
    /// <exception cref="CheckpointFileException">It holds no state dict.</exception>
    public static CheckpointContent Of(SourceFile file, string format, TorchTree tree)
    {
        var found = StateDictSearch.Of(tree.Root);
        if (found.Count == 0)
            throw file.Fault(WithoutTensors(tree.Root));
        var (source, map) = found[0];
        return new CheckpointContent(
            format, source is null ? null : Plain(source), [.. StateDictSearch.Tensors(map)], tree.Root, [.. Notes(found, tree)]);
    }

    private static IEnumerable<string> Notes(IReadOnlyList<FoundStateDict> found, TorchTree tree)
    {
        var (source, map) = found[0];
        if (found.Count > 1)
            yield return $"It has other state dicts, which were not read: "
                + $"{Names(found.Skip(1).Select(other => other.Source ?? "one at the top level"))}.";
        var others = map.Entries.Where(entry => entry is not { Key: CheckpointValue.Text, Value: CheckpointValue.Tensor }).ToList();
        if (others.Count > 0 && source is not null)
            yield return $"Entries of the state dict that are no tensors were skipped: {Names(others.Select(entry => NameOf(entry.Key)))}.";
        if (tree.Skipped.Count > 0)
            yield return $"Objects that say nothing of tensors were skipped: {Names(tree.Skipped)}.";
    }

    private static bool IsNumpyArray(CheckpointValue value) =>
        value is CheckpointValue.Opaque { What: "numpy.core.multiarray._reconstruct" or "numpy._core.multiarray._reconstruct" };

    private static string NameOf(CheckpointValue key) => key switch
    {
        CheckpointValue.Text text => text.Value,
        CheckpointValue.WholeNumber number => $"{number.Value}",
        _ => "a key that is no text",
    };

    private static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        var named = string.Join(", ", all.Take(MostNamed).Select(name => Plain(name)));
        return all.Count > MostNamed ? $"{named} and {all.Count - MostNamed} more" : named;
    }

    private static string Plain(string name) => CheckpointFileException.Plain(CheckpointFileException.Short(name));

    private static string WithoutTensors(CheckpointValue root)
    {
        const string Expected =
            "Expected torch.save(model.state_dict(), …), or a dictionary with that under 'state_dict', 'model' or the like.";
        return root switch
        {
            CheckpointValue.Map map when map.Find("param_groups") is not null =>
                $"holds the state of an optimizer and no weights. {Expected}",
            CheckpointValue.Map map when map.Entries.Count == 0 => $"holds an empty dictionary. {Expected}",
            CheckpointValue.Map map when map.Entries.Any(entry => IsNumpyArray(entry.Value)) =>
                "holds arrays of numpy's and no tensors. Write them as safetensors: safetensors.numpy.save_file(arrays, "
                    + "\"weights.safetensors\").",
            CheckpointValue.Map map =>
                $"holds a dictionary ({Names(map.Entries.Select(entry => NameOf(entry.Key)))}) in which no state dict was found. "
                    + $"{Expected}",
            CheckpointValue.Tensor => $"holds a single tensor, without a name. {Expected}",
            CheckpointValue.Sequence => $"holds a list, and no state dict. {Expected}",
            CheckpointValue.Opaque opaque => $"holds {opaque.What}, and no state dict. {Expected}",
            _ => $"holds no tensors. {Expected}",
        };
    }
}
