using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace OptimizerDynamics.Testing;

/// <summary>
/// An event file as its format is documented, read by code that shares nothing with what writes it: bit by bit check sums, fields of any
/// order.
/// </summary>
/// <remarks>An event: <c>wall_time</c> 1, <c>step</c> 2, <c>file_version</c> 3, <c>summary</c> 5; a summary: <c>value</c> 1; a value:
/// <c>tag</c> 1, <c>simple_value</c> 2, <c>histo</c> 5; a histogram:
/// <c>min</c> 1, <c>max</c> 2, <c>num</c> 3, <c>sum</c> 4, <c>sum_squares</c> 5, <c>bucket_limit</c> 6, <c>bucket</c> 7.</remarks>
internal static class EventReader
{
    /// <summary>All events; anything that is not as it must be fails the test.</summary>
    public static ImmutableArray<Event> Read(byte[] file)
    {
        var events = ImmutableArray.CreateBuilder<Event>();
        for (var place = 0; place < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(place));
            Assert.Equal(Masked(file.AsSpan(place, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(place + 8)));
            Assert.Equal(
                Masked(file.AsSpan(place + 12, length)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(place + 12 + length)));
            events.Add(EventOf(file[(place + 12)..(place + 12 + length)]));
            place += 16 + length;
        }

        return events.ToImmutable();
    }

    /// <summary>The check sum, a bit at a time, from the polynomial 1EDC6F41 turned round.</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0x82f63b78);
        }

        crc = ~crc;
        return (crc >> 15 | crc << 17) + 0xa282ead8;
    }

    private static Event EventOf(byte[] bytes)
    {
        var fields = Fields(bytes).ToLookup(field => field.Number, field => field.Bytes);
        var summary = fields[5].SingleOrDefault() ?? [];
        return new Event(
            BitConverter.ToDouble(fields[1].Single()), fields[2].SingleOrDefault() is { } step ? BitConverter.ToInt64(step) : 0,
            fields[3].SingleOrDefault() is { } version ? Encoding.UTF8.GetString(version) : null,
            [.. Fields(summary).Select(value => ValueOf(value.Bytes))]);
    }

    private static Value ValueOf(byte[] bytes)
    {
        var fields = Fields(bytes).ToDictionary(field => field.Number, field => field.Bytes);
        return new Value(
            Encoding.UTF8.GetString(fields[1]), fields.TryGetValue(2, out var scalar) ? BitConverter.ToSingle(scalar) : null,
            fields.TryGetValue(5, out var histogram) ? HistogramOf(histogram) : null);
    }

    private static Histogram HistogramOf(byte[] bytes)
    {
        var fields = Fields(bytes).ToDictionary(field => field.Number, field => field.Bytes);
        double[] Doubles(int field) => [.. fields[field].Chunk(8).Select(chunk => BitConverter.ToDouble(chunk))];
        return new Histogram(Doubles(1)[0], Doubles(2)[0], Doubles(3)[0], Doubles(4)[0], Doubles(5)[0], Doubles(6), Doubles(7));
    }

    /// <summary>The fields of a message; numbers as eight bytes.</summary>
    private static IEnumerable<(int Number, byte[] Bytes)> Fields(byte[] message)
    {
        for (var place = 0; place < message.Length;)
        {
            var key = Varint(message, ref place);
            var bytes = (key & 7) switch
            {
                0 => BitConverter.GetBytes(Varint(message, ref place)),
                1 => Take(message, ref place, 8),
                2 => Take(message, ref place, (int)Varint(message, ref place)),
                5 => Take(message, ref place, 4),
                var type => throw new FormatException($"wire type {type}"),
            };
            yield return ((int)(key >> 3), bytes);
        }
    }

    private static byte[] Take(byte[] message, ref int place, int count) => message[place..(place += count)];

    private static ulong Varint(byte[] message, ref int place)
    {
        var (value, shift) = (0UL, 0);
        do
        {
            value |= (ulong)(message[place] & 0x7f) << shift;
            shift += 7;
        }
        while (message[place++] > 0x7f);
        return value;
    }

    internal sealed record Event(double WallTime, long Step, string? Version, ImmutableArray<Value> Values)
    {
        public Value this[string tag] => Values.Single(value => value.Tag == tag);
    }

    internal sealed record Value(string Tag, float? Scalar, Histogram? Histogram);

    internal sealed record Histogram(double Min, double Max, double Num, double Sum, double SumOfSquares, double[] Limits, double[] Counts);
}
