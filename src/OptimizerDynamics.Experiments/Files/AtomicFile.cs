using System.Text;

namespace OptimizerDynamics.Experiments;

/// <summary>A file in the making: it takes its name only when it is complete, and otherwise leaves nothing behind.</summary>
/// <remarks>
/// <para>It is written under another name in the same folder and moved over the destination by <see cref="Commit"/>; a file that was there
/// before is untouched until then and passes its permissions on. A symbolic link is followed. What is no file (a device, a pipe) cannot
/// be replaced and is written to directly.</para>
/// <para>Given up, for want of space as for any other reason, it is removed, also where the process ends in order
/// (<see cref="AppDomain.ProcessExit"/>). What a killed process left is removed with the next file in the same folder: its
/// writer holds a lock on it for as long as it lives.</para>
/// </remarks>
public sealed class AtomicFile : IDisposable
{
    private const string Prefix = ".optdyn-", Extension = ".partial";

    /// <summary>A file is created a moment before its writer holds the lock: one that is younger than this is not taken for
    /// abandoned.</summary>
    private static readonly TimeSpan _youngest = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly string _destination;
    private readonly string? _temporary;
    private bool _isCommitted;

    private AtomicFile(string destination, string? temporary, Stream stream)
    {
        (_destination, _temporary, Stream) = (destination, temporary, stream);
        AppDomain.CurrentDomain.ProcessExit += RemoveAtExit;
    }

    /// <summary>Takes the content.</summary>
    public Stream Stream { get; }

    /// <summary>Begins a file.</summary>
    /// <param name="path">The file's path.</param>
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

        var folder = Path.GetDirectoryName(destination)!;
        RemoveAbandoned(folder);
        var temporary = Path.Combine(folder, $"{Prefix}{Guid.NewGuid():N}{Extension}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows() && File.Exists(destination))
            options.UnixCreateMode = File.GetUnixFileMode(destination);
        return new AtomicFile(destination, temporary, new FileStream(temporary, options));
    }

    /// <summary>Writes a whole file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="content">The whole content.</param>
    /// <exception cref="IOException">It cannot be written; what was there is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = Create(path);
        file.Stream.Write(content);
        file.Commit();
    }

    /// <summary>Writes a whole file of text, in UTF-8.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="content">The whole content.</param>
    /// <exception cref="IOException">It cannot be written; what was there is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there.</exception>
    public static void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    /// <summary>The file that a path leads to, links followed; the full path where there is none yet.</summary>
    /// <param name="path">A path, full or not.</param>
    public static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        return (File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName : null) ?? full;
    }

    /// <summary>Writes all that was given to <see cref="Stream"/> to the disk: what can still fail then is a move within a
    /// folder.</summary>
    /// <exception cref="IOException">That failed, for want of space for example.</exception>
    public void Flush()
    {
        if (_temporary is null)
            Stream.Flush();
        else
            ((FileStream)Stream).Flush(flushToDisk: true);
    }

    /// <summary>Puts the file in its place, once all of it is on disk.</summary>
    /// <exception cref="IOException">That failed; the destination is as it was.</exception>
    public void Commit()
    {
        Flush();
        lock (_gate)
        {
            // Windows moves no open file. Elsewhere it is moved with its lock held, so that nobody takes it for abandoned.
            if (_temporary is null || OperatingSystem.IsWindows())
                Stream.Dispose();
            if (_temporary is not null)
                File.Move(_temporary, _destination, overwrite: true);
            _isCommitted = true;
            Stream.Dispose();
        }
    }

    /// <summary>Gives the file up, unless it has been committed.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= RemoveAtExit;
        try
        {
            Stream.Dispose();
        }
        catch (Exception cause) when (cause is IOException or ArgumentOutOfRangeException)
        {
            // What could not be written is given up with the file. (The second is how .NET says that a file would become too large.)
        }
        finally
        {
            Remove();
        }
    }

    private void RemoveAtExit(object? sender, EventArgs arguments) => Remove();

    private void Remove()
    {
        lock (_gate)
        {
            if (_temporary is not null && !_isCommitted)
                File.Delete(_temporary);
        }
    }

    /// <summary>Removes what killed processes left in a folder. A file whose writer lives cannot be opened: it is locked.</summary>
    private static void RemoveAbandoned(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var path in Directory.EnumerateFiles(folder, $"{Prefix}*{Extension}"))
        {
            try
            {
                if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > _youngest)
                    new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                // Its writer is at work, another process was faster, or it is another user's.
            }
        }
    }

    /// <summary>Moving a file over a device would replace the device. (<c>/dev/shm</c> is an ordinary folder.)</summary>
    private static bool IsDevice(string path) => !OperatingSystem.IsWindows()
        && path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

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
