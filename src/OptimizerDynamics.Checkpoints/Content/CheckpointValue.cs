namespace OptimizerDynamics.Checkpoints;

/// <summary>A value of a checkpoint's tree: what a pickle may say without any code being run.</summary>
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
    public sealed record Sequence(IReadOnlyList<CheckpointValue> Items) : CheckpointValue;

    /// <summary>A dictionary, ordered or not.</summary>
    /// <param name="Entries">Keys and values, in the file's order; a key that is set again has its last value.</param>
    public sealed record Map(IReadOnlyList<KeyValuePair<CheckpointValue, CheckpointValue>> Entries) : CheckpointValue
    {
        /// <summary>The value of a text key; null where there is none.</summary>
        /// <param name="key">The key.</param>
        public CheckpointValue? Find(string key) => Entries.LastOrDefault(entry => entry.Key is Text text && text.Value == key).Value;
    }

    /// <summary>A tensor.</summary>
    /// <param name="Data">The tensor.</param>
    public sealed record Tensor(TensorData Data) : CheckpointValue;

    /// <summary>Something that was skipped, as it says nothing of tensors: <c>argparse.Namespace</c>, a numpy scalar.</summary>
    /// <param name="What">Its qualified name, as the file has it.</param>
    public sealed record Opaque(string What) : CheckpointValue;
}
