namespace OptimizerDynamics.Torch;

/// <summary>Which sets of parameter kinds a chain's decays are limited to; each needs a mask.</summary>
internal sealed class MaskTable(ParameterLayout layout)
{
    private readonly ParameterKinds _present = layout.Ranges.Aggregate(ParameterKinds.None, (kinds, range) => kinds | range.Kind);
    private readonly List<ParameterKinds> _kinds = [ParameterKinds.All];

    /// <summary>The sets in the order of their indices; the first is all.</summary>
    public IReadOnlyList<ParameterKinds> Kinds => _kinds;

    /// <summary>The index of a set's mask, or null where the layout has no parameter of these kinds.</summary>
    public int? IndexOf(ParameterKinds kinds)
    {
        var found = kinds & _present;
        if (found == ParameterKinds.None)
            return null;
        if (found == _present)
            return 0;
        if (!_kinds.Contains(found))
            _kinds.Add(found);
        return _kinds.IndexOf(found);
    }
}
