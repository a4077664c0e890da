using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace OptimizerDynamics;

/// <summary>Reads or writes the bytes of a saved state, and keeps the checksum that closes it.</summary>
/// <remarks>
/// Format, version 1, little-endian: the 8 characters <c>OPTDYNST</c>; version (int32); element type, chain and layout (each: length in
/// bytes as int32, then UTF-8); run length and number of steps (int64); for each rule its scalars (float64) and vectors (elements as
/// they are in memory); the SHA-256 of all that came before. Version 2 is of an optimizer that keeps parts of its updates
/// (<see cref="UpdateParts"/>): which (int32) follows the number of steps, and their vectors follow the last rule's.
/// </remarks>
internal sealed class StateStream : IDisposable
{
    private const int Version = 1, VersionWithParts = 2;
    private const int LongestText = 1 << 28;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Stream _stream;

    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public StateStream(Stream stream)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Optimizer states are read and written on little-endian machines only.");
        _stream = stream;
    }

    private static ReadOnlySpan<byte> Magic => "OPTDYNST"u8;

    public void WriteHeader(StateHeader header)
    {
        Write(Magic);
        WriteInteger(header.Parts == UpdateParts.None ? Version : VersionWithParts, sizeof(int));
        foreach (var text in (string[])[header.ElementType, header.Chain, header.Layout])
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            WriteInteger(bytes.Length, sizeof(int));
            Write(bytes);
        }

        WriteInteger(header.RunLength, sizeof(long));
        WriteInteger(header.StepCount, sizeof(long));
        if (header.Parts != UpdateParts.None)
            WriteInteger((long)header.Parts, sizeof(int));
    }

    /// <summary>
    /// Reads what the state says of itself, and refuses it unless it is of the optimizer that <paramref name="own"/> describes.
    /// </summary>
    /// <returns>The number of steps taken.</returns>
    /// <exception cref="OptimizerStateException">It is damaged, or of another optimizer.</exception>
    public long ReadHeader(StateHeader own)
    {
        var header = ReadHeader();
        own.RequireSameOptimizer(header);
        return header.StepCount is >= 0 and <= long.MaxValue / 2
            ? header.StepCount
            : throw new OptimizerStateException($"The state is damaged: it claims {header.StepCount} steps.");
    }

    private StateHeader ReadHeader()
    {
        Span<byte> magic = stackalloc byte[Magic.Length];
        Read(magic);
        if (!magic.SequenceEqual(Magic))
            throw new OptimizerStateException("This is no saved optimizer state: it does not begin with OPTDYNST.");
        var version = ReadInteger(sizeof(int));
        if (version is not (Version or VersionWithParts))
            throw new OptimizerStateException(
                $"The state has format version {version}; this program reads versions {Version} and {VersionWithParts}.");
        return new StateHeader(
            ReadText(), ReadText(), ReadText(), ReadInteger(sizeof(long)), ReadInteger(sizeof(long)),
            version == VersionWithParts ? (UpdateParts)ReadInteger(sizeof(int)) : UpdateParts.None);
    }

    public void WriteNumbers<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        for (; values.Length > 0; values = values[Portion(values.Length)..])
            Write(MemoryMarshal.AsBytes(values[..Portion(values.Length)]));
    }

    public void ReadNumbers<T>(Span<T> values) where T : unmanaged
    {
        for (; values.Length > 0; values = values[Portion(values.Length)..])
            Read(MemoryMarshal.AsBytes(values[..Portion(values.Length)]));
    }

    public void WriteChecksum() => _stream.Write(_hash.GetHashAndReset());

    public void RequireChecksum()
    {
        var computed = _hash.GetHashAndReset();
        var stored = new byte[computed.Length];
        Read(stored);
        if (!stored.AsSpan().SequenceEqual(computed))
            throw new OptimizerStateException("The state is damaged: its checksum does not match its content.");
    }

    public void Dispose() => _hash.Dispose();

    /// <summary>Large vectors have more bytes than a span can count.</summary>
    private static int Portion(int length) => Math.Min(length, 1 << 20);

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _stream.Write(bytes);
    }

    private void Read(Span<byte> bytes)
    {
        try
        {
            _stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException cause)
        {
            throw new OptimizerStateException("The state is cut off: it ends before all of its numbers.", cause);
        }

        _hash.AppendData(bytes);
    }

    private void WriteInteger(long value, int size)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Write(bytes[..size]);
    }

    private long ReadInteger(int size)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        bytes.Clear();
        Read(bytes[..size]);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    private string ReadText()
    {
        var length = ReadInteger(sizeof(int));
        if (length > LongestText)
            throw new OptimizerStateException($"The state is damaged: it claims a text of {length} bytes.");
        var bytes = new byte[length];
        Read(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
