using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>Writes zip archives, and what lies about itself.</summary>
/// <param name="destination">Takes the archive; memory where null.</param>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "Memory.")]
internal sealed class ArchiveBytes(Stream? destination = null)
{
    private readonly Stream _bytes = destination ?? new MemoryStream();
    private readonly MemoryStream _directory = new();
    private int _count;

    /// <summary>A checkpoint of a pickle and its storages, as PyTorch 2 writes it.</summary>
    public static byte[] Checkpoint(byte[] pickle, params (string Key, byte[] Content)[] storages)
    {
        var archive = new ArchiveBytes().Add("archive/data.pkl", pickle).Add("archive/.format_version", "1"u8)
            .Add("archive/byteorder", "little"u8);
        foreach (var (key, content) in storages)
            archive.Add($"archive/data/{key}", content);
        return archive.Add("archive/version", "3\n"u8).Add("archive/.data/serialization_id", "0123456789"u8).End();
    }

    /// <summary>Adds a part.</summary>
    /// <param name="name">Its path.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="length">The length that is said of it; its own where null.</param>
    /// <param name="flags">The flags of its entry.</param>
    /// <param name="method">The compression of its entry.</param>
    /// <param name="isLarge">Whether its numbers stand in the field for large archives.</param>
    /// <param name="offset">Where it is said to be.</param>
    /// <param name="hole">How many bytes come before the content of which nothing is written.</param>
    public ArchiveBytes Add(
        string name, ReadOnlySpan<byte> content, long? length = null, int flags = 0x800, int method = 0, bool isLarge = false,
        long? offset = null, long hole = 0)
    {
        var (at, bytes, size) = (offset ?? _bytes.Position, Encoding.UTF8.GetBytes(name), length ?? content.Length + hole);
        Write(
            _bytes, 0x04034b50u, (ushort)20, (ushort)flags, (ushort)method, 0u, 0u, (uint)size, (uint)size, (ushort)bytes.Length,
            (ushort)0);
        _bytes.Write(bytes);
        _bytes.Seek(hole, SeekOrigin.Current);
        _bytes.Write(content);
        Write(
            _directory, 0x02014b50u, (ushort)20, (ushort)20, (ushort)flags, (ushort)method, 0u, 0u, isLarge ? uint.MaxValue : (uint)size,
            isLarge ? uint.MaxValue : (uint)size, (ushort)bytes.Length, (ushort)(isLarge ? 28 : 0), 0u, 0u, (ushort)0,
            isLarge ? uint.MaxValue : (uint)at);
        _directory.Write(bytes);
        if (isLarge)
            Write(_directory, (ushort)1, (ushort)24, size, size, at);
        _count++;
        return this;
    }

    /// <summary>Ends the archive.</summary>
    /// <param name="isLarge">Whether it has the records of large archives.</param>
    public byte[] End(bool isLarge = false)
    {
        var start = _bytes.Position;
        _bytes.Write(_directory.ToArray());
        var end = _bytes.Position;
        if (isLarge)
        {
            Write(
                _bytes, 0x06064b50u, 44L, (ushort)45, (ushort)45, 0u, 0u, (long)_count, (long)_count, _directory.Length, start);
            Write(_bytes, 0x07064b50u, 0u, end, 1u);
        }

        Write(
            _bytes, 0x06054b50u, 0u, (ushort)_count, (ushort)_count, isLarge ? uint.MaxValue : (uint)_directory.Length,
            isLarge ? uint.MaxValue : (uint)start, (ushort)0);
        return _bytes is MemoryStream memory ? memory.ToArray() : [];
    }

    private static void Write(Stream stream, params object[] numbers)
    {
        var writer = new BinaryWriter(stream);
        foreach (var number in numbers)
        {
            switch (number)
            {
                case ushort small: writer.Write(small); break;
                case uint medium: writer.Write(medium); break;
                default: writer.Write((long)number); break;
            }
        }

        writer.Flush();
    }
}

/// <summary>Numbers as bytes.</summary>
internal static class NumberBytes
{
    public static byte[] Floats(params float[] values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return bytes;
    }

    /// <summary>A safetensors file: a header, padded with blanks to a multiple of 8, and bytes.</summary>
    public static byte[] Safetensors(string header, byte[] content, long? length = null)
    {
        var text = Encoding.UTF8.GetBytes(header);
        Array.Resize(ref text, (text.Length + 7) / 8 * 8);
        text.AsSpan(Encoding.UTF8.GetByteCount(header)).Fill((byte)' ');
        return [.. BitConverter.GetBytes(length ?? text.Length), .. text, .. content];
    }
}
