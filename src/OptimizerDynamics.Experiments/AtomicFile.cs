namespace OptimizerDynamics.Experiments;

/// <summary>A file in the making: it takes its name only when it is complete, and otherwise leaves nothing behind.</summary>
/// <remarks>
/// It is written under another name in the same folder and moved over the destination by <see cref="Commit"/>; a file that was there
/// before is untouched until then and passes its permissions on. A symbolic link is followed. What is no file (a device, a pipe) cannot
/// be replaced and is written to directly.
/// </remarks>
public sealed class AtomicFile : IDisposable
{
    private readonly string _destination;
    private readonly string? _temporary;

    private AtomicFile(string destination, string? temporary, Stream stream) =>
        (_destination, _temporary, Stream) = (destination, temporary, stream);

    /// <summary>Takes the content.</summary>
    public Stream Stream { get; }

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it will be.</param>
    /// <exception cref="IOException">It cannot be written there, or a folder stands there.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there.</exception>
    public static AtomicFile Create(string path)
    {
        var named = Path.GetFullPath(path);
        if (IsDevice(named))
            return new AtomicFile(named, null, new FileStream(named, FileMode.Open, FileAccess.Write));
        var destination = Resolve(named);
        if (Directory.Exists(destination))
            throw new IOException($"'{path}' is a folder.");
        if (OpenPipe(destination) is { } pipe)
            return new AtomicFile(destination, null, pipe);

        var temporary = Path.Combine(Path.GetDirectoryName(destination)!, $".{Guid.NewGuid():N}.partial");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && File.Exists(destination))
            options.UnixCreateMode = File.GetUnixFileMode(destination);
        return new AtomicFile(destination, temporary, new FileStream(temporary, options));
    }

    /// <summary>The file that a path leads to, links followed; the full path where there is none yet.</summary>
    /// <param name="path">A path, full or not.</param>
    public static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        return (File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName : null) ?? full;
    }

    /// <summary>Puts the file in its place, once all of it is on disk.</summary>
    /// <exception cref="IOException">That failed; the destination is as it was.</exception>
    public void Commit()
    {
        if (_temporary is null)
        {
            Stream.Flush();
            Stream.Dispose();
            return;
        }

        ((FileStream)Stream).Flush(flushToDisk: true);
        Stream.Dispose();
        File.Move(_temporary, _destination, overwrite: true);
    }

    /// <summary>Gives the file up, unless it has been committed.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (_temporary is not null)
            File.Delete(_temporary);
    }

    /// <summary>Moving a file over a device would replace the device. (<c>/dev/shm</c> is an ordinary folder.)</summary>
    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

    /// <summary>A named pipe looks like an empty file until it is opened; opening waits for its reader, as it does everywhere.</summary>
    private static FileStream? OpenPipe(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path) || new FileInfo(path).Length > 0)
            return null;
        var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
        if (!stream.CanSeek)
            return stream;
        stream.Dispose();
        return null;
    }
}
