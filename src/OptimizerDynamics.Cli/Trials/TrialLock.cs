namespace OptimizerDynamics.Cli;

/// <summary>Keeps two processes from running one trial at the same time.</summary>
/// <remarks>The lock is the operating system's, on an open file: it ends with the process that holds it, however that ends, and a file that is left behind locks
/// nothing.</remarks>
internal sealed class TrialLock : IDisposable
{
    private readonly FileStream _file;

    private TrialLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a trial.</summary>
    /// <param name="path">The lock's file; its folder is made.</param>
    /// <returns>The lock, or null where another process holds it.</returns>
    public static TrialLock? Take(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            return new TrialLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
