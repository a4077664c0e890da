namespace OptimizerDynamics.Experiments;

/// <summary>Keeps two processes from doing the same work at the same time.</summary>
/// <remarks>The lock is the operating system's, on an open file: it ends with the process that holds it, however that ends, and a file that
/// is left behind locks nothing.</remarks>
public sealed class FileLock : IDisposable
{
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes a lock.</summary>
    /// <param name="path">The lock's file; its folder is created.</param>
    /// <returns>The lock, or null where another process holds it.</returns>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there.</exception>
    public static FileLock? Take(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            return new FileLock(new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Releases the lock and removes its file.</summary>
    public void Dispose() => _file.Dispose();
}
