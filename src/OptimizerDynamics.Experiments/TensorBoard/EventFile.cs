using System.Buffers.Binary;

namespace OptimizerDynamics.Experiments;

/// <summary>A file of events that TensorBoard shows, while it grows or afterwards.</summary>
/// <remarks>
/// <para>Events stand behind each other as records of TensorFlow: length, its check sum, a message <c>Event</c>, its check sum
/// (<see cref="Crc32C.Masked"/>). The first one names the format, <c>brain.Event:2</c>. Each is written at once, so that a reader sees it
/// whole as soon as it is there.</para>
/// <para>A run that is resumed from a checkpoint appends to its file: events beyond the checkpoint, which will come again, are cut
/// off, and so is what a killed process left half written. Every step is there once, with the time at which it was first seen, and a
/// TensorBoard that is looking on stays at its place, because what comes again is as long as what was cut off.</para>
/// </remarks>
public sealed class EventFile : IDisposable
{
    /// <summary>The name of the file, in a folder of its own for each run: TensorBoard finds it by <c>tfevents</c>.</summary>
    public const string Name = "events.out.tfevents.optdyn";

    private const int LengthSize = sizeof(long) + sizeof(uint);
    private const int StepPlace = 1 + sizeof(double);
    private const byte StepKey = 2 << 3;

    private readonly FileStream _stream;

    private EventFile(FileStream stream, long lastStep) => (_stream, LastStep) = (stream, lastStep);

    /// <summary>The step of the last event; -1 where there is none yet.</summary>
    public long LastStep { get; private set; }

    /// <summary>Opens the file of a folder, or makes one.</summary>
    /// <param name="folder">The folder; made if need be.</param>
    /// <param name="lastStep">Events of later steps are cut off; -1 for a new file.</param>
    /// <param name="time">The time of the beginning, in UTC.</param>
    /// <exception cref="IOException">It cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there.</exception>
    public static EventFile Open(string folder, long lastStep, DateTime time)
    {
        Directory.CreateDirectory(folder);
        // Without a buffer: what is written is there at once.
        var stream = new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            var (length, last) = lastStep < 0 ? (0, -1) : Kept(stream, lastStep);
            stream.SetLength(length);
            stream.Position = length;
            var file = new EventFile(stream, last);
            if (length == 0)
                file.Append(new ProtobufMessage().Add(1, Seconds(time)).Add(3, "brain.Event:2"));
            return file;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Adds an event.</summary>
    /// <param name="step">The step, at least <see cref="LastStep"/>.</param>
    /// <param name="time">The time of the event, in UTC.</param>
    /// <param name="values">What is shown.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is one of before.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(long step, DateTime time, IEnumerable<EventValue> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, Math.Max(LastStep, 0));
        ArgumentNullException.ThrowIfNull(values);
        var summary = new ProtobufMessage();
        foreach (var value in values)
            summary.Add(1, value.Message);
        Append(new ProtobufMessage().Add(1, Seconds(time)).Add(2, step).Add(5, summary));
        LastStep = step;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Append(ProtobufMessage message)
    {
        var bytes = message.Bytes;
        var record = new byte[LengthSize + bytes.Length + sizeof(uint)];
        BinaryPrimitives.WriteInt64LittleEndian(record, bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(long)), Crc32C.Masked(record.AsSpan(0, sizeof(long))));
        bytes.CopyTo(record.AsSpan(LengthSize));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(LengthSize + bytes.Length), Crc32C.Masked(bytes));
        _stream.Write(record);
    }

    /// <summary>How much of the file is whole and of steps up to one, and the last of them.</summary>
    private static (long Length, long LastStep) Kept(FileStream stream, long lastStep)
    {
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        var (length, last) = (0, -1L);
        while (MessageIn(file.AsSpan(length)) is { IsEmpty: false } message)
        {
            var step = StepOf(message) ?? last;
            if (step > lastStep)
                break;
            last = step;
            length += LengthSize + message.Length + sizeof(uint);
        }

        return (length, last);
    }

    /// <summary>The first message of some bytes; empty where there is no whole one.</summary>
    private static ReadOnlySpan<byte> MessageIn(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < LengthSize || !IsChecked(bytes[..sizeof(long)], bytes[sizeof(long)..]))
            return [];
        var length = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var rest = bytes[LengthSize..];
        return length >= 0 && length <= rest.Length - sizeof(uint) && IsChecked(rest[..(int)length], rest[(int)length..])
            ? rest[..(int)length]
            : [];

        static bool IsChecked(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> sum) =>
            BinaryPrimitives.ReadUInt32LittleEndian(sum) == Crc32C.Masked(bytes);
    }

    /// <summary>The step of an event as <see cref="Write"/> writes it, behind its time; the first one of a file has none.</summary>
    private static long? StepOf(ReadOnlySpan<byte> message)
    {
        if (message.Length <= StepPlace || message[StepPlace] != StepKey)
            return null;
        using var reader = new BinaryReader(new MemoryStream(message[(StepPlace + 1)..].ToArray()));
        return reader.Read7BitEncodedInt64();
    }

    private static double Seconds(DateTime time) => (time - DateTime.UnixEpoch).TotalSeconds;
}
