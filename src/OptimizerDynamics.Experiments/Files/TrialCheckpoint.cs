using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptimizerDynamics.Experiments;

/// <summary>The steps of a trial.</summary>
/// <param name="Done">The number of steps taken, at least 0.</param>
/// <param name="Total">The number of steps of the whole training, at least 1.</param>
public readonly record struct TrialSteps(long Done, long Total);

/// <summary>What a trial needs to be resumed, in a file that is whole or not there, with the checkpoint before it beside it.</summary>
/// <remarks>
/// <para>A line of JSON, <c>{"checkpoint":1,"trial":"0123456789abcdef","done":40,"total":60}</c>, the content, and the SHA-256 of both. The
/// line says whose checkpoint it is: that of another trial is refused.</para>
/// <para>A file is written under another name and put in its place when all of it is on disk; the one that was there becomes
/// <c>NAME.previous</c>. A process may be killed at any moment: one of the two can be read.</para>
/// </remarks>
/// <param name="path">The file.</param>
/// <param name="trial">The trial's id.</param>
public sealed class TrialCheckpoint(string path, string trial)
{
    private const int Schema = 1, LongestHeader = 1024;
    private const byte LineEnd = (byte)'\n';

    private readonly string _previous = path + ".previous";

    /// <summary>The steps of the newest checkpoint, by its first line; null where there is none that belongs to the trial.</summary>
    public TrialSteps? Steps => new[] { path, _previous }.Select(StepsIn).FirstOrDefault(steps => steps is not null);

    /// <summary>Opens a checkpoint, whoever's it is.</summary>
    /// <param name="file">Its file.</param>
    /// <returns>The trial's id, its steps, and the content.</returns>
    /// <exception cref="FormatException">It is none, or cut off or damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (string Trial, TrialSteps Steps, Stream Content) Open(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var end = EndOf(bytes) ?? throw new FormatException("it is no checkpoint, or is cut off or damaged");
        var start = bytes.AsSpan(0, end).IndexOf(LineEnd) + 1;
        var header = HeaderOf(bytes.AsSpan(0, start)) ?? throw new FormatException($"it is no checkpoint of version {Schema}");
        return (header.Trial, header.Steps, new MemoryStream(bytes, start, end - start, writable: false));
    }

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="steps">The trial's steps.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">It cannot be written; the one before is as it was.</exception>
    public void Write(TrialSteps steps, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var content = new MemoryStream();
        var header = new JsonObject { ["checkpoint"] = Schema, ["trial"] = trial, ["done"] = steps.Done, ["total"] = steps.Total };
        content.Write(Encoding.UTF8.GetBytes(header.ToJsonString() + "\n"));
        write(content);
        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var file = AtomicFile.Create(path);
        file.Stream.Write(bytes);
        file.Stream.Write(SHA256.HashData(bytes));
        file.Flush();
        if (File.Exists(path))
            File.Move(path, _previous, overwrite: true);
        file.Commit();
    }

    /// <summary>The contents of the checkpoints that can be read and belong to the trial, newest first.</summary>
    /// <param name="notices">Takes a line for each that cannot or does not; it stays where it is.</param>
    public IEnumerable<Stream> Read(ICollection<string> notices)
    {
        ArgumentNullException.ThrowIfNull(notices);
        foreach (var file in new[] { path, _previous }.Where(File.Exists))
        {
            var bytes = File.ReadAllBytes(file);
            var end = EndOf(bytes);
            var start = bytes.AsSpan(0, end ?? 0).IndexOf(LineEnd) + 1;
            var fault = end is null ? "is cut off or damaged" : FaultOf(bytes.AsSpan(0, start));
            if (fault is null)
                yield return new MemoryStream(bytes, start, end!.Value - start, writable: false);
            else
                notices.Add($"{file}: the checkpoint {fault}; {Instead(file)}");
        }
    }

    /// <summary>Removes both checkpoints: the trial is over.</summary>
    public void Delete()
    {
        File.Delete(path);
        File.Delete(_previous);
    }

    /// <summary>Where the content ends and its hash begins; null where that is not its hash.</summary>
    private static int? EndOf(byte[] bytes)
    {
        var end = Math.Max(0, bytes.Length - SHA256.HashSizeInBytes);
        return SHA256.HashData(bytes.AsSpan(0, end)).AsSpan().SequenceEqual(bytes.AsSpan(end)) ? end : null;
    }

    private string Instead(string file) =>
        file == path && File.Exists(_previous) ? "the one before it is used" : "the training begins anew";

    private string? FaultOf(ReadOnlySpan<byte> header)
    {
        try
        {
            return HeaderOf(header) is not { } found ? $"is none of version {Schema}"
                : found.Trial != trial ? $"belongs to the trial {found.Trial}, and not to {trial}"
                : null;
        }
        catch (FormatException cause)
        {
            return $"cannot be used: line 1, {cause.Message}";
        }
    }

    private TrialSteps? StepsIn(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[LongestHeader];
            var read = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            return HeaderOf(read[..(read.IndexOf(LineEnd) + 1)]) is { } header && header.Trial == trial ? header.Steps : null;
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException or FormatException)
        {
            return null;
        }
    }

    /// <summary>What the first line says; null where it is none of this version.</summary>
    /// <exception cref="FormatException">It has a control character.</exception>
    private static (string Trial, TrialSteps Steps)? HeaderOf(ReadOnlySpan<byte> line)
    {
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }

        JsonText.RequirePlain(Encoding.UTF8.GetString(line));
        try
        {
            return json is JsonObject && (int?)json["checkpoint"] == Schema && (string?)json["trial"] is { } trial
                ? (trial, new TrialSteps((long)json["done"]!, (long)json["total"]!))
                : null;
        }
        catch (Exception cause) when (cause is InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
