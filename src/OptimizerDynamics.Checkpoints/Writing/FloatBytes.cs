using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OptimizerDynamics.Checkpoints;

/// <summary>Numbers as files have them: float32, little-endian.</summary>
internal static class FloatBytes
{
    /// <summary>The bytes of numbers.</summary>
    /// <param name="numbers">The numbers.</param>
    public static byte[] Of(ReadOnlySpan<float> numbers)
    {
        var bytes = MemoryMarshal.AsBytes(numbers).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            var words = MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        return bytes;
    }
}
