using System.Security.Cryptography;

namespace OptimizerDynamics.Experiments;

/// <summary>What a long run needs to be gone on with, in a file that is whole or not there, with the one before it beside it.</summary>
/// <remarks>The content, and behind it its SHA-256. A file is written under another name and put in its place when all of it is on disk; the one that was there becomes
/// <c>NAME.previous</c>. A process may be killed at any moment: one of the two can be read.</remarks>
/// <param name="path">The file.</param>
public sealed class CheckpointFile(string path)
{
    private readonly string _previous = path + ".previous";

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">It cannot be written; the one before is as it was.</exception>
    public void Write(Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var content = new MemoryStream();
        write(content);
        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var file = AtomicFile.Create(path);
        file.Stream.Write(bytes);
        file.Stream.Write(SHA256.HashData(bytes));
        if (File.Exists(path))
            File.Copy(path, _previous + ".partial", overwrite: true);
        if (File.Exists(_previous + ".partial"))
            File.Move(_previous + ".partial", _previous, overwrite: true);
        file.Commit();
    }

    /// <summary>The content of the newest checkpoint that can be read.</summary>
    /// <param name="notices">Takes a line for each that cannot; it stays where it is.</param>
    /// <returns>The contents, newest first: none where there are none.</returns>
    public IEnumerable<byte[]> Read(ICollection<string> notices)
    {
        ArgumentNullException.ThrowIfNull(notices);
        foreach (var file in new[] { path, _previous }.Where(File.Exists))
        {
            var bytes = File.ReadAllBytes(file);
            var content = bytes.AsSpan(0, Math.Max(0, bytes.Length - SHA256.HashSizeInBytes));
            if (bytes.Length > SHA256.HashSizeInBytes && SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)))
                yield return content.ToArray();
            else
                notices.Add($"{file}: the checkpoint is cut off or damaged; {(file == path ? "the one before it is used" : "the training begins anew")}");
        }
    }

    /// <summary>Takes both checkpoints away: the run is at its end.</summary>
    public void Delete()
    {
        File.Delete(path);
        File.Delete(_previous);
    }
}
