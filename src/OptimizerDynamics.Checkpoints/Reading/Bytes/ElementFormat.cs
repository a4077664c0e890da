using System.Buffers.Binary;

namespace OptimizerDynamics.Checkpoints;

/// <summary>How the elements of a storage stand in a file.</summary>
/// <param name="Type">What an element is.</param>
/// <param name="Bits">How many bits it takes; a multiple of 8 but for the 4- and 6-bit types of safetensors.</param>
internal readonly record struct ElementFormat(ElementType Type, int Bits)
{
    /// <summary>Bytes of an element.</summary>
    public int Bytes => Bits / 8;

    /// <summary>The format of a type whose values are read.</summary>
    /// <param name="type">The type.</param>
    public static ElementFormat Of(ElementType type) => new(type, type switch
    {
        ElementType.Float64 or ElementType.Int64 => 64,
        ElementType.Float32 or ElementType.Int32 => 32,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.Int16 => 16,
        ElementType.Int8 or ElementType.UInt8 or ElementType.Bool => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Its size depends on what it is."),
    });

    /// <summary>The value of an element.</summary>
    /// <param name="bytes">Its bytes, the first of them where it begins.</param>
    /// <param name="isBigEndian">Whether the most significant byte comes first.</param>
    public double Read(ReadOnlySpan<byte> bytes, bool isBigEndian) => Type switch
    {
        ElementType.Float64 => BitConverter.Int64BitsToDouble(Int64(bytes, isBigEndian)),
        ElementType.Float32 => BitConverter.Int32BitsToSingle(Int32(bytes, isBigEndian)),
        ElementType.Float16 => (double)BitConverter.Int16BitsToHalf(Int16(bytes, isBigEndian)),
        ElementType.BFloat16 => BitConverter.Int32BitsToSingle(Int16(bytes, isBigEndian) << 16),
        ElementType.Int64 => Int64(bytes, isBigEndian),
        ElementType.Int32 => Int32(bytes, isBigEndian),
        ElementType.Int16 => Int16(bytes, isBigEndian),
        ElementType.Int8 => (sbyte)bytes[0],
        ElementType.UInt8 => bytes[0],
        ElementType.Bool => bytes[0] == 0 ? 0 : 1,
        _ => throw new NotSupportedException("The values of this type are not read."),
    };

    private static short Int16(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadInt16BigEndian(bytes) : BinaryPrimitives.ReadInt16LittleEndian(bytes);

    private static int Int32(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes);

    private static long Int64(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadInt64BigEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes);
}
