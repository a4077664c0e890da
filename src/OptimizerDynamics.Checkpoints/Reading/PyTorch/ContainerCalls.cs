namespace OptimizerDynamics.Checkpoints;

/// <summary>Containers of Python's that a pickle makes by a call: ordered dictionaries, sets, sizes.</summary>
internal static class ContainerCalls
{
    /// <summary>Whether a name is one of them.</summary>
    /// <param name="name">The qualified name.</param>
    public static bool Know(string name) => IsMap(name) || IsSequence(name)
        || name is "copyreg.__newobj__" or "copy_reg.__newobj__";

    /// <summary>What a call makes.</summary>
    /// <param name="name">The class's qualified name.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="budget">Counts what is copied.</param>
    /// <returns>A map or a sequence; null where the arguments are not those of the class.</returns>
    public static CheckpointValue? Call(string name, IReadOnlyList<CheckpointValue> arguments, PickleBudget budget)
    {
        var content = name == "collections.defaultdict" ? [.. arguments.Skip(1)] : arguments;
        return content switch
        {
            [] => IsMap(name) ? PickledContainers.Map() : PickledContainers.List([]),
            [CheckpointValue.Sequence items, ..] when !IsMap(name) => Copy(items.Items, budget),
            [CheckpointValue.Map map] when IsMap(name) => Copy(map.Entries, budget),
            [CheckpointValue.Sequence pairs] when IsMap(name) => OfPairs(pairs.Items, budget),
            _ => null,
        };
    }

    private static bool IsMap(string name) => name is "collections.OrderedDict" or "collections.defaultdict" or "collections.Counter"
        or "builtins.dict" or "__builtin__.dict";

    private static bool IsSequence(string name) => name is "torch.Size" or "collections.deque"
        or "builtins.list" or "builtins.tuple" or "builtins.set" or "builtins.frozenset"
        or "__builtin__.list" or "__builtin__.tuple" or "__builtin__.set" or "__builtin__.frozenset";

    private static CheckpointValue.Sequence Copy(IReadOnlyList<CheckpointValue> items, PickleBudget budget)
    {
        budget.Spend(items.Count);
        return PickledContainers.List(items);
    }

    private static CheckpointValue.Map Copy(IReadOnlyList<KeyValuePair<CheckpointValue, CheckpointValue>> entries, PickleBudget budget)
    {
        budget.Spend(entries.Count);
        var map = PickledContainers.Map();
        foreach (var (key, value) in entries)
            PickledContainers.TrySet(map, [key, value]);
        return map;
    }

    /// <summary>Python 2 writes an ordered dictionary as a list of pairs.</summary>
    private static CheckpointValue.Map? OfPairs(IReadOnlyList<CheckpointValue> pairs, PickleBudget budget)
    {
        budget.Spend(pairs.Count);
        var map = PickledContainers.Map();
        foreach (var pair in pairs)
        {
            if (pair is not CheckpointValue.Sequence { Items: [var key, var value] })
                return null;
            PickledContainers.TrySet(map, [key, value]);
        }

        return map;
    }
}
