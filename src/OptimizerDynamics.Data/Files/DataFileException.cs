namespace OptimizerDynamics.Data;

/// <summary>
/// A file of a data set is not what it should be. The message names the file, the byte, what was expected and what was found.
/// </summary>
public sealed class DataFileException : Exception
{
    /// <summary>Something is wrong at a place in a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">The byte, counted from 0, behind decompression.</param>
    /// <param name="message">What was expected, and what was found.</param>
    /// <param name="cause">What the reader said; null where there is nothing.</param>
    public DataFileException(string file, long offset, string message, Exception? cause = null)
        : base($"{file}: at byte {offset}: {message}", cause) => (File, Offset) = (file, offset);

    /// <summary>Something is wrong with a file or folder as a whole.</summary>
    /// <param name="file">The file or folder.</param>
    /// <param name="message">What was expected, and what was found.</param>
    /// <param name="cause">What the reader said; null where there is nothing.</param>
    public DataFileException(string file, string message, Exception? cause = null)
        : base($"{file}: {message}", cause) => File = file;

    /// <summary>What a reader of another project said, which names file and place itself.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cause">The error.</param>
    internal DataFileException(string message, Exception cause)
        : base(message, cause) => File = "";

    /// <summary>The file; empty where the message alone names it.</summary>
    public string File { get; }

    /// <summary>The byte, counted from 0, behind decompression.</summary>
    public long Offset { get; }
}
