using System.Buffers.Binary;
using System.Text;

namespace OptimizerDynamics.Checkpoints;

/// <summary>A message of Protocol Buffers, field by field: a field's number and wire type, and its content. (Encoding, "Protocol Buffers
/// Documentation"; ONNX needs three of the wire types and no reading, so no library and no generated code stands here.)</summary>
internal sealed class ProtoMessage
{
    private const int Varint = 0, LengthDelimited = 2, Fixed32 = 5;

    private readonly List<ReadOnlyMemory<byte>> _parts = [];

    /// <summary>The bytes of the message.</summary>
    public long Length { get; private set; }

    /// <summary>Adds an integer or the value of an enumeration.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The value, at least 0.</param>
    public ProtoMessage Add(int field, long value) => Key(field, Varint).Part(VarintOf((ulong)value));

    /// <summary>Adds a float.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The value.</param>
    public ProtoMessage Add(int field, float value)
    {
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return Key(field, Fixed32).Part(bytes);
    }

    /// <summary>Adds a text.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="text">The text.</param>
    public ProtoMessage Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    /// <summary>Adds bytes.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="bytes">The bytes.</param>
    public ProtoMessage Add(int field, byte[] bytes) =>
        Key(field, LengthDelimited).Part(VarintOf((ulong)bytes.Length)).Part(bytes);

    /// <summary>Adds a message, or one more of a repeated field.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="message">The message; what is added to it later is not in this one.</param>
    public ProtoMessage Add(int field, ProtoMessage message)
    {
        Key(field, LengthDelimited).Part(VarintOf((ulong)message.Length));
        _parts.AddRange(message._parts);
        Length += message.Length;
        return this;
    }

    /// <summary>Writes the message.</summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    public void Write(Stream destination)
    {
        foreach (var part in _parts)
            destination.Write(part.Span);
    }

    private ProtoMessage Key(int field, int wireType) => Part(VarintOf((ulong)(field << 3 | wireType)));

    private ProtoMessage Part(byte[] bytes)
    {
        _parts.Add(bytes);
        Length += bytes.Length;
        return this;
    }

    /// <summary>Seven bits a byte, the lowest first; the highest bit says that more follow.</summary>
    private static byte[] VarintOf(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
