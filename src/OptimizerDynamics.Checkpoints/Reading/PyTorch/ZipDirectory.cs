using System.Buffers.Binary;
using System.Text;

namespace OptimizerDynamics.Checkpoints;

/// <summary>A file within a zip archive.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Header">Where its local header begins.</param>
/// <param name="Length">Its length in the archive.</param>
/// <param name="Unpacked">Its length when it is unpacked.</param>
/// <param name="IsStored">Whether it is not compressed.</param>
internal sealed record ZipPart(string Name, long Header, long Length, long Unpacked, bool IsStored)
{
    /// <summary>Where its content begins.</summary>
    public long Content { get; init; }
}

/// <summary>What is in a zip archive, and where (PKWARE's APPNOTE 6.3.10, sections 4.3.6 to 4.3.16 and 4.5.3).</summary>
/// <remarks>Nothing is unpacked: PyTorch stores without compression, so parts are read where they stand. Parts that overlap, lie outside of
/// the file or have one name are refused, as an archive that is read in two ways by two programs is made to deceive one of them.</remarks>
internal static class ZipDirectory
{
    private const int EndLength = 22, LongestComment = ushort.MaxValue, LocatorLength = 20, End64Length = 56, LocalLength = 30;
    private const uint EndMark = 0x06054b50, LocatorMark = 0x07064b50, End64Mark = 0x06064b50, LocalMark = 0x04034b50;

    /// <summary>An entry of PyTorch's takes some 80 bytes, so this is a directory of three million tensors.</summary>
    private const long LongestDirectory = 1 << 28;

    /// <summary>Reads the directory, which stands at the archive's end.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The parts by their names.</returns>
    /// <exception cref="CheckpointFileException">It is cut off, encrypted, or contradicts itself.</exception>
    public static IReadOnlyDictionary<string, ZipPart> Read(SourceFile file)
    {
        var (start, length) = Locate(file);
        if (start < 0 || length < 0 || start > file.Length - length)
            throw file.Fault("is damaged: the directory of its zip archive lies outside of it.");
        if (length > LongestDirectory)
            throw file.Fault($"has a zip directory of {length} bytes, and at most {LongestDirectory} are read.");
        var parts = new ZipEntries(file, file.Read(start, (int)length)).Read();
        var byPlace = parts.OrderBy(part => part.Header).ToList();
        var found = new Dictionary<string, ZipPart>(parts.Count, StringComparer.Ordinal);
        for (var i = 0; i < byPlace.Count; i++)
        {
            var part = byPlace[i];
            var end = i + 1 < byPlace.Count ? byPlace[i + 1].Header : start;
            if (!found.TryAdd(part.Name, part with { Content = ContentOf(file, part, end) }))
                throw file.Fault($"is damaged: '{CheckpointFileException.Short(part.Name)}' stands in its zip archive twice.");
        }

        return found;
    }

    private static (long Start, long Length) Locate(SourceFile file)
    {
        var tailLength = (int)Math.Min(file.Length, EndLength + LongestComment);
        var tail = file.Read(file.Length - tailLength, tailLength);
        for (var i = tailLength - EndLength; i >= 0; i--)
        {
            var end = tail.AsSpan(i);
            if (UInt32(end) != EndMark || UInt16(end[20..]) != end.Length - EndLength)
                continue;
            var place = file.Length - tailLength + i;
            return Locate64(file, place) ?? (UInt32(end[16..]), UInt32(end[12..]));
        }

        throw file.Fault("is cut off: it begins as a zip archive and lacks the directory at its end. Download or copy it again.");
    }

    /// <summary>Where the directory is by the larger records, which archives of more than 4 GB or 65,535 parts have, and all of newer
    /// PyTorch's; null where there are none.</summary>
    private static (long Start, long Length)? Locate64(SourceFile file, long end)
    {
        if (end < LocatorLength)
            return null;
        var locator = file.Read(end - LocatorLength, LocatorLength);
        if (UInt32(locator) != LocatorMark)
            return null;
        var place = Int64(locator.AsSpan(8));
        if (place < 0 || place > end - LocatorLength - End64Length)
            throw file.Fault("is damaged: the end record of its zip archive lies outside of it.");
        var record = file.Read(place, End64Length);
        return UInt32(record) == End64Mark
            ? (Int64(record.AsSpan(48)), Int64(record.AsSpan(40)))
            : throw file.Fault("is damaged: its zip archive has no end record where it says so.");
    }

    /// <summary>Where a part's content begins, by its local header; that and the directory have to tell the same.</summary>
    private static long ContentOf(SourceFile file, ZipPart part, long end)
    {
        var name = Encoding.UTF8.GetBytes(part.Name);
        if (part.Header < 0 || part.Header > end - LocalLength - name.Length)
            throw file.Fault($"is damaged: '{CheckpointFileException.Short(part.Name)}' overlaps something else in its zip archive.");
        var header = file.Read(part.Header, LocalLength + name.Length);
        var length = UInt16(header.AsSpan(26));
        if (UInt32(header) != LocalMark || length != name.Length || !header.AsSpan(LocalLength).SequenceEqual(name))
            throw file.Fault(
                $"is damaged: '{CheckpointFileException.Short(part.Name)}' is not where the directory of its zip archive says.");
        var content = part.Header + LocalLength + length + UInt16(header.AsSpan(28));
        return part.Length <= end - content
            ? content
            : throw file.Fault($"is damaged: '{CheckpointFileException.Short(part.Name)}' overlaps something else in its zip archive.");
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static long Int64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);
}
