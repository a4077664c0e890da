namespace OptimizerDynamics.Checkpoints;

/// <summary>A value of a checkpoint's tree: what a pickle may say without any code being run.</summary>
/// <remarks>The tree is as the file has it: a value may stand in several places, or within itself, and as deep as the file is long. Who
/// walks it goes where keys lead, or keeps a list of what was visited; no recursion over all of it ends for every file. Two lists, or two
/// maps, are equal where they are one and the same.</remarks>
public abstract record CheckpointValue
{
    private CheckpointValue()
    {
    }

    /// <summary>Python's None.</summary>
    public sealed record None : CheckpointValue;

    /// <summary>True or false.</summary>
    /// <param name="Value">Which.</param>
    public sealed record Flag(bool Value) : CheckpointValue;

    /// <summary>An integer; one beyond 64 bits is <see cref="Opaque"/>.</summary>
    /// <param name="Value">The integer.</param>
    public sealed record WholeNumber(long Value) : CheckpointValue;

    /// <summary>A floating point number.</summary>
    /// <param name="Value">The number.</param>
    public sealed record Real(double Value) : CheckpointValue;

    /// <summary>Text; bytes of Python 2 are read as Latin-1.</summary>
    /// <param name="Value">The text.</param>
    public sealed record Text(string Value) : CheckpointValue;

    /// <summary>A list, a tuple or a set.</summary>
    /// <param name="Items">What is in it, in the file's order.</param>
    public sealed record Sequence(IReadOnlyList<CheckpointValue> Items) : CheckpointValue
    {
        /// <summary>The number of items: the items of the items are left out, as they may be without end.</summary>
        public override string ToString() => $"{nameof(Sequence)} of {Items.Count}";
    }

    /// <summary>A dictionary, ordered or not.</summary>
    /// <param name="Entries">Keys and values, in the file's order; a key that is set again has its last value.</param>
    public sealed record Map(IReadOnlyList<KeyValuePair<CheckpointValue, CheckpointValue>> Entries) : CheckpointValue
    {
        /// <summary>The value of a text key; null where there is none.</summary>
        /// <param name="key">The key.</param>
        public CheckpointValue? Find(string key) => Entries is OrderedDictionary<CheckpointValue, CheckpointValue> table
            ? table.GetValueOrDefault(new Text(key))
            : Entries.LastOrDefault(entry => entry.Key is Text text && text.Value == key).Value;

        /// <summary>The number of entries.</summary>
        public override string ToString() => $"{nameof(Map)} of {Entries.Count}";
    }

    /// <summary>A tensor.</summary>
    /// <param name="Data">The tensor.</param>
    public sealed record Tensor(TensorData Data) : CheckpointValue;

    /// <summary>Something that was skipped, as it says nothing of tensors: <c>argparse.Namespace</c>, a numpy scalar.</summary>
    /// <param name="What">Its qualified name, as the file has it.</param>
    public record Opaque(string What) : CheckpointValue;
}
