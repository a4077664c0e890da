namespace OptimizerDynamics.Checkpoints;

/// <summary>A file is not a checkpoint that can be read. The message is one line: the file, what it is, and what to do.</summary>
public sealed class CheckpointFileException : Exception
{
    /// <summary>A file that cannot be read.</summary>
    /// <param name="file">The file's path.</param>
    /// <param name="problem">What it is or where it is wrong, and what to do.</param>
    /// <param name="cause">What made it known.</param>
    public CheckpointFileException(string file, string problem, Exception? cause = null)
        : base($"{file}: {problem}", cause) => File = file;

    /// <summary>The file's path.</summary>
    public string File { get; }
}
