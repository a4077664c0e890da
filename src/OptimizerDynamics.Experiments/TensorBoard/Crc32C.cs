using System.Buffers.Binary;
using System.Numerics;

namespace OptimizerDynamics.Experiments;

/// <summary>The check sum of event files: CRC-32C (Castagnoli, RFC 3720), and the same as they store it.</summary>
public static class Crc32C
{
    /// <summary>The CRC-32C of some bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>The masked form, so that a check sum of bytes that hold check sums is as good as another: turned right by 15 bits, plus a
    /// constant.</summary>
    /// <param name="bytes">The bytes.</param>
    public static uint Masked(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Of(bytes), 15) + 0xa282ead8;
}
