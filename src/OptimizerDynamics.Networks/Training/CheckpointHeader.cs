using System.Globalization;
using System.Text;

namespace OptimizerDynamics.Networks;

/// <summary>What a checkpoint says of itself before its numbers: its version, how many steps had been taken, and whose it is.</summary>
/// <param name="StepCount">The number of steps that had been taken.</param>
/// <param name="Owner">What it is of, key by key, such as <c>backend</c> and <c>batchSize</c>: all that decides about the numbers.</param>
internal sealed record CheckpointHeader(long StepCount, IReadOnlyList<KeyValuePair<string, string>> Owner)
{
    private const string Magic = "OptimizerDynamics training ";
    private const int Version = 6, MostEntries = 1000;

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Magic + Version.ToString(CultureInfo.InvariantCulture));
        writer.Write(StepCount);
        writer.Write(Owner.Count);
        foreach (var (key, value) in Owner)
        {
            writer.Write(key);
            writer.Write(value);
        }
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="CheckpointException">It is none of this version.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    public static CheckpointHeader Read(BinaryReader reader)
    {
        // What is no checkpoint may begin with any byte, which a string would take for its length: a checkpoint's first byte is known.
        if (reader.BaseStream.ReadByte() is var length && length != Magic.Length + 1)
            throw new CheckpointException(length < 0 ? "It is empty." : "It is no checkpoint of a training.");
        var magic = Encoding.UTF8.GetString(reader.ReadBytes(length));
        if (!magic.StartsWith(Magic, StringComparison.Ordinal))
            throw new CheckpointException(magic.Length < length ? "It is cut off." : "It is no checkpoint of a training.");
        if (magic[Magic.Length..] != Version.ToString(CultureInfo.InvariantCulture))
            throw new CheckpointException($"It has format version {magic[Magic.Length..]}; this program reads version {Version}.");
        var steps = reader.ReadInt64();
        var count = reader.ReadInt32();
        if (steps < 0 || count is < 0 or > MostEntries)
            throw new CheckpointException($"It is damaged: it claims {steps} steps and {count} entries.");
        var owner = new List<KeyValuePair<string, string>>();
        while (owner.Count < count)
            owner.Add(new KeyValuePair<string, string>(reader.ReadString(), reader.ReadString()));
        return new CheckpointHeader(steps, owner);
    }

    /// <summary>Refuses a checkpoint that is not of the same training.</summary>
    /// <exception cref="CheckpointException">The first difference, in words.</exception>
    public void RequireSameOwner(CheckpointHeader saved)
    {
        var there = new Dictionary<string, string>(saved.Owner, StringComparer.Ordinal);
        foreach (var (key, value) in Owner)
        {
            if (there.GetValueOrDefault(key) is var found && found != value)
                throw new CheckpointException($"It is of another training: {key} is {found ?? "not said"} there and {value} here.");
        }
    }
}
