using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>Files that options name as outputs: what goes wrong with one is told by its option.</summary>
internal static class OutputFile
{
    /// <summary>What stands for standard output in place of a file's name.</summary>
    public const string StandardOutput = "-";

    /// <summary>Begins a file.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">The file's path.</param>
    /// <exception cref="InputException">No file can begin there: there is no such folder, a folder stands in its place, the user may not
    /// write there, or the file system takes no file of that name.</exception>
    public static AtomicFile Create(string option, string path)
    {
        AtomicFile? file = null;
        try
        {
            Do(option, path, () => file = AtomicFile.Create(path));
        }
        catch (IOException cause)
        {
            throw new InputException(cause.Message, cause);
        }

        return file!;
    }

    /// <summary>Does something for a file; the message of a failure names the option.</summary>
    /// <param name="option">The option that names the file.</param>
    /// <param name="path">The file's path.</param>
    /// <param name="act">Writes to it, or puts it in its place.</param>
    /// <exception cref="InputException">There is no such folder, a folder stands in its place, or the user may not write there.</exception>
    /// <exception cref="IOException">It cannot be written for another reason.</exception>
    public static void Do(string option, string path, Action act)
    {
        try
        {
            act();
        }
        catch (DirectoryNotFoundException cause)
        {
            throw new InputException($"{option}: there is no folder '{Path.GetDirectoryName(Path.GetFullPath(path))}'", cause);
        }
        catch (IOException cause) when (Directory.Exists(path))
        {
            throw new InputException($"{option}: expected a file, found the folder '{path}'", cause);
        }
        catch (UnauthorizedAccessException cause)
        {
            throw new InputException($"{option}: expected a place where you may write, found '{path}': {cause.Message}", cause);
        }
        catch (IOException cause)
        {
            throw new IOException($"{option}: '{path}' cannot be written: {cause.Message}", cause);
        }
    }
}
