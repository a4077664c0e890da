namespace OptimizerDynamics.Checkpoints;

/// <summary>A state dict that was found in a tree.</summary>
/// <param name="Source">The keys that lead to it, joined by points; null where it is the tree itself.</param>
/// <param name="Map">The state dict.</param>
internal sealed record FoundStateDict(string? Source, CheckpointValue.Map Map);

/// <summary>Finds the state dicts in what a training saved.</summary>
/// <remarks>A state dict is a dictionary whose keys are texts and of whose values one at least is a tensor. Those of an optimizer are none,
/// as they are numbered. It is looked for three keys deep, which the usual wrappers do not exceed, and each dictionary is seen once,
/// however many keys lead to it.</remarks>
internal sealed class StateDictSearch
{
    private const int Deepest = 3;

    /// <summary>The keys under which weights stand, those as they were trained before averages of them: an optimizer's state
    /// belongs to the former.</summary>
    private static readonly string[] _wrappers =
    [
        "state_dict", "model_state_dict", "model_state", "model", "net", "network", "net_state_dict", "params", "weights", "module",
        "ema_state_dict", "state_dict_ema", "model_ema", "ema_model", "params_ema", "ema",
    ];

    private readonly List<FoundStateDict> _found = [];
    private readonly HashSet<CheckpointValue> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>All state dicts, the one to be read first.</summary>
    /// <param name="root">The tree.</param>
    public static IReadOnlyList<FoundStateDict> Of(CheckpointValue root)
    {
        var search = new StateDictSearch();
        search.Visit(root, null, 1);
        return [.. search._found.OrderBy(search.RankOf).ThenByDescending(found => Tensors(found.Map).Count())];
    }

    /// <summary>The tensors that a dictionary has under texts.</summary>
    /// <param name="map">The dictionary.</param>
    public static IEnumerable<NamedTensor> Tensors(CheckpointValue.Map map)
    {
        foreach (var (key, value) in map.Entries)
        {
            if (key is CheckpointValue.Text name && value is CheckpointValue.Tensor tensor)
                yield return new NamedTensor(name.Value, tensor.Data);
        }
    }

    private void Visit(CheckpointValue value, string? source, int depth)
    {
        if (value is not CheckpointValue.Map map || !_seen.Add(map) || IsOptimizer(map))
            return;
        if (Tensors(map).Any())
            _found.Add(new FoundStateDict(source, map));
        if (depth > Deepest)
            return;
        foreach (var (key, inner) in map.Entries)
        {
            if (key is CheckpointValue.Text name && !name.Value.Contains("optim", StringComparison.OrdinalIgnoreCase))
                Visit(inner, source is null ? name.Value : $"{source}.{name.Value}", depth + 1);
        }
    }

    private static bool IsOptimizer(CheckpointValue.Map map) => map.Find("param_groups") is not null;

    /// <summary>A dictionary of tensors is what was saved, unless a wrapper's key says that the weights stand below it: then its own
    /// tensors are a loss or the like.</summary>
    private int RankOf(FoundStateDict found)
    {
        if (found.Source is null)
            return _found.Any(other => other.Source is not null && WrapperOf(other.Source) >= 0) ? _wrappers.Length + 2 : -1;
        return WrapperOf(found.Source) is >= 0 and var rank ? rank : _wrappers.Length + 1;
    }

    /// <summary>The place of a wrapper's key among those known, by its outermost key; below 0 where it is none.</summary>
    private static int WrapperOf(string source) => Array.IndexOf(_wrappers, source.Split('.')[0]);
}
