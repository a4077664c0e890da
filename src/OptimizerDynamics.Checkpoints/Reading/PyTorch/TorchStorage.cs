namespace OptimizerDynamics.Checkpoints;

/// <summary>A storage of a checkpoint.</summary>
/// <param name="Key">What the file calls it.</param>
/// <param name="Bytes">Where it stands.</param>
/// <param name="Format">Its elements, as whoever named it first had them.</param>
/// <param name="Count">How many there are.</param>
internal sealed record TorchStorage(string Key, StoredBytes Bytes, ElementFormat Format, long Count);

/// <summary>A storage as a pickle names it: all of one, or a part.</summary>
/// <param name="Bytes">Where the whole storage stands.</param>
/// <param name="Format">The elements.</param>
/// <param name="First">The first element that belongs to it.</param>
/// <param name="Count">How many belong to it.</param>
internal sealed record PickledStorage(StoredBytes Bytes, ElementFormat Format, long First, long Count) : CheckpointValue.Opaque("storage");

/// <summary>The storages of a file.</summary>
internal interface ITorchStorages
{
    /// <summary>A storage of the file.</summary>
    /// <param name="key">What the pickle calls it.</param>
    /// <param name="format">Its elements.</param>
    /// <param name="count">How many it has, by the pickle.</param>
    /// <exception cref="CheckpointFileException">There is none, or it is shorter.</exception>
    TorchStorage Find(string key, ElementFormat format, long count);
}
