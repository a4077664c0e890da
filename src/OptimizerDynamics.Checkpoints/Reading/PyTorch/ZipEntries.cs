using System.Buffers.Binary;
using System.Text;

namespace OptimizerDynamics.Checkpoints;

/// <summary>The entries of a zip archive's directory.</summary>
/// <param name="file">The file, for what is wrong with it.</param>
/// <param name="directory">The bytes of the directory.</param>
internal sealed class ZipEntries(SourceFile file, byte[] directory)
{
    private const uint EntryMark = 0x02014b50, Beyond32 = uint.MaxValue;
    private const int EntryLength = 46, Encrypted = 0x2041;

    /// <summary>Reads all of them.</summary>
    /// <exception cref="CheckpointFileException">One is encrypted, cut off or not an entry.</exception>
    public List<ZipPart> Read()
    {
        var parts = new List<ZipPart>();
        for (var at = 0; at < directory.Length;)
        {
            var entry = directory.AsSpan(at);
            if (entry.Length < EntryLength || BinaryPrimitives.ReadUInt32LittleEndian(entry) != EntryMark)
                throw Damaged();
            int nameLength = UInt16(entry[28..]), extraLength = UInt16(entry[30..]), commentLength = UInt16(entry[32..]);
            var length = EntryLength + nameLength + extraLength + commentLength;
            if (length > entry.Length)
                throw Damaged();
            parts.Add(PartOf(entry, Encoding.UTF8.GetString(entry.Slice(EntryLength, nameLength)),
                entry.Slice(EntryLength + nameLength, extraLength)));
            at += length;
        }

        return parts;
    }

    private ZipPart PartOf(ReadOnlySpan<byte> entry, string name, ReadOnlySpan<byte> extra)
    {
        if ((UInt16(entry[8..]) & Encrypted) != 0)
            throw file.Fault("is an encrypted zip archive: unpack it with its password, and give what was in it.");
        var large = Zip64(extra);
        var unpacked = Size(BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]), ref large);
        var stored = Size(BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]), ref large);
        var header = Size(BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]), ref large);
        var isStored = UInt16(entry[10..]) == 0;
        if (isStored && stored != unpacked)
            throw file.Fault(
                $"is damaged: '{CheckpointFileException.Short(name)}' in its zip archive has two lengths, {stored} and {unpacked}.");
        return new ZipPart(name, header, stored, unpacked, isStored);
    }

    /// <summary>A size; where 32 bits have no room for it, the next one of the extra field for larger archives.</summary>
    private long Size(uint size, ref ReadOnlySpan<byte> large)
    {
        if (size != Beyond32)
            return size;
        if (large.Length < 8)
            throw Damaged();
        var value = BinaryPrimitives.ReadInt64LittleEndian(large);
        large = large[8..];
        return value >= 0 ? value : throw Damaged();
    }

    private static ReadOnlySpan<byte> Zip64(ReadOnlySpan<byte> extra)
    {
        const int Zip64Field = 1;
        while (extra.Length >= 4)
        {
            var (kind, length) = (UInt16(extra), UInt16(extra[2..]));
            extra = extra[4..];
            if (length > extra.Length)
                break;
            if (kind == Zip64Field)
                return extra[..length];
            extra = extra[length..];
        }

        return [];
    }

    private CheckpointFileException Damaged() => file.Fault("is damaged: the directory of its zip archive has an entry that is none.");

    private static ushort UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
