namespace OptimizerDynamics.Networks;

/// <summary>A training cannot be resumed from a checkpoint: it is damaged, of another version, or of another backend, network or
/// training.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Without a message; there for completeness.</summary>
    public CheckpointException()
    {
    }

    /// <summary>With a message that says what was expected and what was found.</summary>
    /// <param name="message">The message.</param>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
