namespace OptimizerDynamics;

/// <summary>
/// A saved optimizer state cannot be used: it is damaged, of another version, or of another chain, layout or element type.
/// </summary>
public sealed class OptimizerStateException : Exception
{
    /// <summary>Without a message; there for completeness.</summary>
    public OptimizerStateException()
    {
    }

    /// <summary>With a message that says what was expected and what was found.</summary>
    /// <param name="message">The message.</param>
    public OptimizerStateException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public OptimizerStateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
