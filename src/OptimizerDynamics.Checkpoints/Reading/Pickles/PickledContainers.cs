namespace OptimizerDynamics.Checkpoints;

/// <summary>Lists and dictionaries that a pickle fills.</summary>
internal static class PickledContainers
{
    /// <summary>A list that can be appended to.</summary>
    /// <param name="items">What is in it so far.</param>
    public static CheckpointValue.Sequence List(IEnumerable<CheckpointValue> items) => new(new List<CheckpointValue>(items));

    /// <summary>A dictionary whose keys can be set.</summary>
    public static CheckpointValue.Map Map() => new(new OrderedDictionary<CheckpointValue, CheckpointValue>(PickleKeys.Comparer));

    /// <summary>Appends to a list; a skipped object takes all and keeps nothing.</summary>
    /// <param name="list">The list.</param>
    /// <param name="values">The values.</param>
    /// <returns>False where it is no list.</returns>
    public static bool TryAdd(CheckpointValue list, CheckpointValue[] values)
    {
        if (list is not CheckpointValue.Sequence { Items: List<CheckpointValue> items })
            return list is CheckpointValue.Opaque;
        items.AddRange(values);
        return true;
    }

    /// <summary>Sets keys of a dictionary; a skipped object takes all and keeps nothing.</summary>
    /// <param name="map">The dictionary.</param>
    /// <param name="keysAndValues">Keys, each followed by its value.</param>
    /// <returns>False where it is no dictionary.</returns>
    public static bool TrySet(CheckpointValue map, CheckpointValue[] keysAndValues)
    {
        if (map is not CheckpointValue.Map { Entries: OrderedDictionary<CheckpointValue, CheckpointValue> entries })
            return map is CheckpointValue.Opaque;
        for (var i = 0; i < keysAndValues.Length; i += 2)
            entries[keysAndValues[i]] = keysAndValues[i + 1];
        return true;
    }
}
