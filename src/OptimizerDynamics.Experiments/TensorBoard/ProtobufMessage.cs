using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace OptimizerDynamics.Experiments;

/// <summary>A message of Protocol Buffers in the making: its fields stand behind each other in the order in which they were added, defaults
/// written out.</summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0, Fixed64 = 1, LengthDelimited = 2, Fixed32 = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What was added.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public ProtobufMessage Add(int field, long value) => Key(field, Varint).Number((ulong)value);

    public ProtobufMessage Add(int field, double value) => Key(field, Fixed64).Double(value);

    public ProtobufMessage Add(int field, float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(Key(field, Fixed32)._bytes.GetSpan(sizeof(float)), value);
        _bytes.Advance(sizeof(float));
        return this;
    }

    public ProtobufMessage Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    public ProtobufMessage Add(int field, ProtobufMessage value) => Add(field, value.Bytes);

    /// <summary>Packed: all in one field.</summary>
    public ProtobufMessage Add(int field, IReadOnlyCollection<double> values)
    {
        Key(field, LengthDelimited).Number((ulong)values.Count * sizeof(double));
        foreach (var value in values)
            Double(value);
        return this;
    }

    private ProtobufMessage Add(int field, ReadOnlySpan<byte> value)
    {
        Key(field, LengthDelimited).Number((ulong)value.Length)._bytes.Write(value);
        return this;
    }

    private ProtobufMessage Key(int field, int wireType) => Number((ulong)(field << 3 | wireType));

    private ProtobufMessage Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(sizeof(double)), value);
        _bytes.Advance(sizeof(double));
        return this;
    }

    /// <summary>Seven bits a byte, the lowest first; the eighth says that there are more.</summary>
    private ProtobufMessage Number(ulong value)
    {
        for (; value > 0x7f; value >>= 7)
            _bytes.Write([(byte)(value | 0x80)]);
        _bytes.Write([(byte)value]);
        return this;
    }
}
