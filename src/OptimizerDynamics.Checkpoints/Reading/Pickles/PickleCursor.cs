using System.Buffers.Binary;
using System.Text;

namespace OptimizerDynamics.Checkpoints;

/// <summary>Reads a part of a file from front to back.</summary>
/// <param name="file">The file.</param>
/// <param name="start">Where the part begins, in bytes from the file's start.</param>
/// <param name="end">Where it ends.</param>
internal sealed class PickleCursor(SourceFile file, long start, long end)
{
    /// <summary>Texts of the oldest protocol end with their line: no name and no number in a checkpoint is longer.</summary>
    private const int LongestLine = 1 << 16;

    private readonly byte[] _buffer = new byte[1 << 16];
    private long _bufferStart = start;
    private int _buffered;

    /// <summary>The file.</summary>
    public SourceFile File => file;

    /// <summary>Where the next byte is, from the file's start.</summary>
    public long Position { get; private set; } = start;

    /// <summary>How many bytes follow.</summary>
    public long Remaining => end - Position;

    /// <summary>The next byte.</summary>
    /// <exception cref="CheckpointFileException">There is none.</exception>
    public byte ReadByte() => Next(1)[0];

    /// <summary>The next bytes, as long as nothing else is read.</summary>
    /// <param name="count">How many; at most 8.</param>
    /// <exception cref="CheckpointFileException">There are not so many.</exception>
    public ReadOnlySpan<byte> Next(int count)
    {
        Require(count);
        if (Position + count > _bufferStart + _buffered)
        {
            _bufferStart = Position;
            _buffered = (int)Math.Min(_buffer.Length, Remaining);
            file.Read(_bufferStart, _buffer.AsSpan(0, _buffered));
        }

        var next = _buffer.AsSpan((int)(Position - _bufferStart), count);
        Position += count;
        return next;
    }

    /// <summary>The next bytes, in an array of their own.</summary>
    /// <param name="count">How many. Nothing is allocated before it is known that they are there.</param>
    /// <exception cref="CheckpointFileException">There are not so many.</exception>
    public byte[] Bytes(int count)
    {
        Require(count);
        var inBuffer = Position - _bufferStart;
        var bytes = inBuffer + count <= _buffered
            ? _buffer.AsSpan((int)inBuffer, count).ToArray()
            : file.Read(Position, count);
        Position += count;
        return bytes;
    }

    /// <summary>Passes over bytes.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="CheckpointFileException">There are not so many.</exception>
    public void Skip(long count)
    {
        Require(count);
        Position += count;
    }

    /// <summary>The bytes up to a line's end, without it.</summary>
    /// <exception cref="CheckpointFileException">There is no line's end, or it is too far off.</exception>
    public byte[] Line()
    {
        var line = new List<byte>();
        for (var next = ReadByte(); next != (byte)'\n'; next = ReadByte())
        {
            if (line.Count == LongestLine)
                throw file.Fault($"is damaged: a line of more than {LongestLine} bytes in its pickle at byte {Position}.");
            line.Add(next);
        }

        return [.. line];
    }

    /// <summary>A line as text.</summary>
    public string TextLine() => Encoding.UTF8.GetString(Line()).TrimEnd('\r');

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Next(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Next(4));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Next(4));

    /// <summary>A length of 8 bytes.</summary>
    /// <exception cref="CheckpointFileException">It is not below 2⁶³: no file is as long.</exception>
    public long ReadLength() => BinaryPrimitives.ReadInt64LittleEndian(Next(8)) is >= 0 and var length
        ? length
        : throw file.Fault($"is damaged: a length of more than 2^63 bytes in its pickle at byte {Position - 8}.");

    private void Require(long count)
    {
        if (count > Remaining)
            throw file.Fault($"is cut off or damaged: its pickle needs {count} bytes at byte {Position}, and {Remaining} follow.");
    }
}
