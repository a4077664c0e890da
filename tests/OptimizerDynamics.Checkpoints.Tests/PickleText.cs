using System.Buffers.Binary;
using System.Text;

namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>Writes pickles instruction by instruction, those that no Python would write among them.</summary>
internal sealed class PickleText
{
    private readonly List<byte> _bytes = [];

    public byte[] Bytes => [.. _bytes];

    /// <summary>A pickle of protocol 2 that ends where it should.</summary>
    public static byte[] Of(Func<PickleText, PickleText> content) => content(new PickleText().Add(0x80, 2)).Add('.').Bytes;

    public PickleText Add(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleText Add(string instructions) => Add(Encoding.Latin1.GetBytes(instructions));

    public PickleText Add(char instruction) => Add((byte)instruction);

    public PickleText Text(string text) => Add('X').UInt32(Encoding.UTF8.GetByteCount(text)).Add(Encoding.UTF8.GetBytes(text));

    /// <summary>A string of Python 2.</summary>
    public PickleText Text2(string text) => Add('U').Add((byte)text.Length).Add(text);

    public PickleText Int(int value) => Add('J').UInt32(value);

    public PickleText Long(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Add(0x8a, 8).Add(bytes);
    }

    public PickleText Global(string module, string name) => Add($"c{module}\n{name}\n");

    public PickleText Tuple(params long[] values)
    {
        Add('(');
        foreach (var value in values)
            Long(value);
        return Add('t');
    }

    /// <summary>A storage as all versions since 0.1 name it.</summary>
    public PickleText Storage(string type, string key, long count) =>
        Add('(').Text("storage").Global("torch", type).Text(key).Text("cpu").Long(count).Add("tQ");

    /// <summary>A tensor of a storage.</summary>
    public PickleText Tensor(string type, string key, long count, long offset, long[] shape, long[] strides) =>
        Global("torch._utils", "_rebuild_tensor_v2").Add('(').Storage(type, key, count).Long(offset).Tuple(shape).Tuple(strides)
            .Add((byte)0x89).Global("collections", "OrderedDict").Add(")RtR");

    /// <summary>A vector of float32 that is all of a storage.</summary>
    public PickleText Vector(string key, long count) => Tensor("FloatStorage", key, count, 0, [count], [1]);

    private PickleText UInt32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Add(bytes);
    }
}
