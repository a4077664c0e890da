using Microsoft.Win32.SafeHandles;

namespace OptimizerDynamics.Checkpoints;

/// <summary>A file of which parts are read, at any place, when they are needed.</summary>
/// <remarks>Parts are read by position and the system's cache keeps them, as a mapping would: a file of 10 GB needs none of them in memory.
/// A mapping ends the process where somebody cuts the file off meanwhile (SIGBUS); here that is an error like others.</remarks>
internal sealed class SourceFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private SourceFile(string path, SafeFileHandle handle, long length) => (Path, _handle, Length) = (path, handle, length);

    /// <summary>The path, as it was given.</summary>
    public string Path { get; }

    /// <summary>The file's length in bytes, when it was opened.</summary>
    public long Length { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="CheckpointFileException">There is none, it cannot be read, or it is no file but a pipe or the like.</exception>
    public static SourceFile Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var file = new SourceFile(path, handle, RandomAccess.GetLength(handle));
            handle = null;
            return file;
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointFileException(path, "there is no such file.", cause);
        }
        catch (UnauthorizedAccessException cause)
        {
            throw new CheckpointFileException(path, "may not be read by this user.", cause);
        }
        catch (NotSupportedException cause)
        {
            throw new CheckpointFileException(path, "is a pipe or the like, and not a file: its parts are read in another order.", cause);
        }
        catch (Exception cause) when (cause is IOException or ArgumentException)
        {
            throw new CheckpointFileException(path, $"cannot be read: {cause.Message}", cause);
        }
        finally
        {
            handle?.Dispose();
        }
    }

    /// <summary>Reads bytes.</summary>
    /// <param name="offset">Where, in bytes from the start.</param>
    /// <param name="destination">Takes them, all of it.</param>
    /// <exception cref="CheckpointFileException">The file ends before that, or cannot be read.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset > Length - destination.Length)
            throw Fault($"is cut off: {destination.Length} bytes at byte {offset} are needed, and it has {Length} bytes.");
        try
        {
            while (destination.Length > 0)
            {
                var read = RandomAccess.Read(_handle, destination, offset);
                if (read == 0)
                    throw Fault($"was cut off while it was read: it ends at byte {offset}.");
                destination = destination[read..];
                offset += read;
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Fault($"cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>Reads bytes into an array of their own.</summary>
    /// <param name="offset">Where, in bytes from the start.</param>
    /// <param name="length">How many. Nothing is allocated before it is known that the file has them.</param>
    /// <exception cref="CheckpointFileException">The file ends before that, or cannot be read.</exception>
    public byte[] Read(long offset, int length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
            throw Fault($"is cut off: {length} bytes at byte {offset} are needed, and it has {Length} bytes.");
        var bytes = new byte[length];
        Read(offset, bytes);
        return bytes;
    }

    /// <summary>What is wrong with the file.</summary>
    /// <param name="problem">A sentence that follows the file's name.</param>
    /// <param name="cause">What made it known.</param>
    public CheckpointFileException Fault(string problem, Exception? cause = null) => new(Path, problem, cause);

    public void Dispose() => _handle.Dispose();
}
