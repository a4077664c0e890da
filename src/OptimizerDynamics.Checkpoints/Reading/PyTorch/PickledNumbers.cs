using System.Numerics;
using System.Text;

namespace OptimizerDynamics.Checkpoints;

/// <summary>The type of a number of numpy's.</summary>
/// <param name="Code">Kind and bytes, such as <c>f8</c>.</param>
internal sealed record NumpyType(string Code) : CheckpointValue.Opaque("numpy.dtype")
{
    /// <summary>Whether the most significant byte comes first.</summary>
    public bool IsBigEndian { get; set; }
}

/// <summary>Numbers of numpy's, such as a learning rate that a schedule has computed.</summary>
internal static class PickledNumbers
{
    /// <summary>What a call of numpy's stands for, or of what makes the bytes of a number.</summary>
    /// <param name="name">The function's qualified name.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The number, its type, or its bytes; null where it is none of these.</returns>
    public static CheckpointValue? Call(string name, IReadOnlyList<CheckpointValue> arguments) => (name, arguments) switch
    {
        ("numpy.dtype", [CheckpointValue.Text code, ..]) => new NumpyType(code.Value),
        ("_codecs.encode", [CheckpointValue.Text text, ..]) => new PickledBytes(BytesOf(text) ?? []),
        ("numpy.core.multiarray.scalar" or "numpy._core.multiarray.scalar", [NumpyType type, var bytes]) => Scalar(type, bytes),
        _ => null,
    };

    /// <summary>Gives a type its byte order, which stands in its state.</summary>
    /// <param name="built">The type, or another object.</param>
    /// <param name="state">Its state: a version, the order as <c>&lt;</c>, <c>&gt;</c> or <c>|</c>, and more.</param>
    public static void Build(CheckpointValue built, CheckpointValue state)
    {
        if (built is NumpyType type && state is CheckpointValue.Sequence { Items: [_, CheckpointValue.Text order, ..] })
            type.IsBigEndian = order.Value == ">";
    }

    private static CheckpointValue? Scalar(NumpyType type, CheckpointValue content)
    {
        var bytes = content switch
        {
            PickledBytes pickled => pickled.Content,
            CheckpointValue.Text text => BytesOf(text), // Python 2 has no other strings
            _ => null,
        };
        if (FormatOf(type.Code) is not { } format || bytes?.Length != format.Bytes)
            return null;
        var value = format.Read(bytes, type.IsBigEndian);
        return type.Code[0] switch
        {
            'b' => new CheckpointValue.Flag(value != 0),
            'f' => new CheckpointValue.Real(value),
            _ => new CheckpointValue.WholeNumber(WholeNumber(bytes, type)),
        };
    }

    private static long WholeNumber(byte[] bytes, NumpyType type) =>
        (long)new BigInteger(bytes, isUnsigned: type.Code[0] == 'u', type.IsBigEndian);

    private static ElementFormat? FormatOf(string code) => code switch
    {
        "f8" => ElementFormat.Of(ElementType.Float64),
        "f4" => ElementFormat.Of(ElementType.Float32),
        "f2" => ElementFormat.Of(ElementType.Float16),
        "i8" => ElementFormat.Of(ElementType.Int64),
        "i4" => ElementFormat.Of(ElementType.Int32),
        "i2" => ElementFormat.Of(ElementType.Int16),
        "i1" => ElementFormat.Of(ElementType.Int8),
        "u1" => ElementFormat.Of(ElementType.UInt8),
        "b1" => ElementFormat.Of(ElementType.Bool),
        _ => null,
    };

    private static byte[]? BytesOf(CheckpointValue.Text text) =>
        text.Value.Length <= PickledBytes.Longest && text.Value.All(character => character <= byte.MaxValue)
            ? Encoding.Latin1.GetBytes(text.Value)
            : null;
}
