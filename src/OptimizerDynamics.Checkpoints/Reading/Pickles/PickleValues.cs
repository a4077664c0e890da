using System.Numerics;

namespace OptimizerDynamics.Checkpoints;

/// <summary>A class or function that a pickle names. It is never run: what a call of it stands for is decided by its name.</summary>
/// <param name="Name">Module and name, such as <c>collections.OrderedDict</c>.</param>
internal sealed record PickledGlobal(string Name) : CheckpointValue.Opaque(Name);

/// <summary>A string of bytes; the content of none but a short one is kept.</summary>
/// <param name="Content">The bytes; empty where they are more than <see cref="Longest"/>.</param>
internal sealed record PickledBytes(byte[] Content) : CheckpointValue.Opaque("bytes")
{
    /// <summary>A number of numpy's is 16 bytes at most.</summary>
    public const int Longest = 16;
}

/// <summary>An integer beyond 64 bits.</summary>
/// <param name="Value">The integer.</param>
internal sealed record PickledInteger(BigInteger Value) : CheckpointValue.Opaque("int");

/// <summary>When keys are one and the same: as records are, with a hash that a file cannot foresee.</summary>
/// <remarks>A file with keys of one hash would make a dictionary of them quadratic in time.</remarks>
internal sealed class PickleKeys : IEqualityComparer<CheckpointValue>
{
    public static PickleKeys Comparer { get; } = new();

    public bool Equals(CheckpointValue? x, CheckpointValue? y) => Equals((object?)x, y);

    public int GetHashCode(CheckpointValue obj) => obj switch
    {
        CheckpointValue.WholeNumber number => HashCode.Combine((int)number.Value, (int)(number.Value >> 32)),
        CheckpointValue.Real real => GetHashCode(new CheckpointValue.WholeNumber(BitConverter.DoubleToInt64Bits(real.Value))),
        PickledInteger integer => HashCode.Combine(integer.Value),
        _ => obj.GetHashCode(),
    };
}
