using System.Buffers.Binary;

namespace OptimizerDynamics.Checkpoints;

/// <summary>A file of the safetensors format: the length of a header, the header in JSON, and the tensors' bytes, little-endian, row-major
/// and without a gap.</summary>
internal static class SafetensorsFile
{
    /// <summary>The bound of the format's own reader, "to prevent parsing extremely large JSON".</summary>
    private const long LongestHeader = 100_000_000;

    private const int LengthBytes = 8;

    /// <summary>Whether a file begins as one of these: with a length, and an object of JSON.</summary>
    /// <param name="start">Its first bytes.</param>
    public static bool Is(ReadOnlySpan<byte> start) => start.Length > LengthBytes && start[LengthBytes] == (byte)'{'
        && BinaryPrimitives.ReadUInt64LittleEndian(start) is > 1 and < 1L << 40;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Its tensors, in the order of their bytes.</returns>
    /// <exception cref="CheckpointFileException">Its header is none, or tells of bytes that are not there.</exception>
    public static IReadOnlyList<NamedTensor> Read(SourceFile file)
    {
        var length = BinaryPrimitives.ReadInt64LittleEndian(file.Read(0, LengthBytes));
        if (length < 0 || length > file.Length - LengthBytes)
            throw file.Fault(
                $"is cut off: its header has {length} bytes, and {file.Length - LengthBytes} follow. Download or copy it again.");
        if (length > LongestHeader)
            throw file.Fault($"is damaged: its header has {length} bytes, and safetensors allows {LongestHeader}.");
        var entries = SafetensorsHeader.Read(file, file.Read(LengthBytes, (int)length));
        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        var (start, next) = (LengthBytes + length, 0L);
        var tensors = new List<NamedTensor>(entries.Count);
        foreach (var entry in entries)
        {
            if (entry.Begin != next || entry.End < entry.Begin)
                throw file.Fault(
                    $"is damaged: the bytes of '{CheckpointFileException.Short(entry.Name)}' are from {entry.Begin} to {entry.End} where "
                        + $"{next} is next; "
                        + "safetensors has neither gaps nor overlaps.");
            if (entry.End > file.Length - start)
                throw file.Fault(
                    $"is cut off in '{CheckpointFileException.Short(entry.Name)}': its bytes end at {entry.End}, and it has "
                        + $"{file.Length - start}. Download "
                        + "or copy it again.");
            tensors.Add(new NamedTensor(entry.Name, TensorOf(file, entry, start)));
            next = entry.End;
        }

        return next == file.Length - start
            ? tensors
            : throw file.Fault($"is damaged: {file.Length - start - next} bytes at its end belong to no tensor.");
    }

    private static StoredTensor TensorOf(SourceFile file, SafetensorsEntry entry, long start)
    {
        var count = entry.Shape.Any(size => size < 0) ? null : TensorLayout.Product(entry.Shape);
        var bits = count * (Int128)entry.Format.Bits;
        if (bits != (entry.End - entry.Begin) * (Int128)8)
            throw file.Fault(
                $"is damaged: '{CheckpointFileException.Short(entry.Name)}' has {entry.End - entry.Begin} bytes, which a tensor of shape "
                    + $"{TensorLayout.Describe(entry.Shape)} and {entry.Format.Bits} bits an element has not.");
        return new StoredTensor(
            new StoredBytes(file, IsBigEndian: false) { Offset = start + entry.Begin }, 0, entry.Format,
            TensorLayout.Of(file, entry.Shape, null, 0, count!.Value));
    }
}
