namespace OptimizerDynamics.Experiments;

/// <summary>The work failed for a reason outside the input. Its message is one line that says which, and what to do.</summary>
public sealed class FailureException : Exception
{
    /// <summary>Without a message; there for completeness.</summary>
    public FailureException()
    {
    }

    /// <summary>With the one line that the user sees.</summary>
    /// <param name="message">The line.</param>
    public FailureException(string message)
        : base(message)
    {
    }

    /// <summary>With the one line that the user sees, and a cause.</summary>
    /// <param name="message">The line.</param>
    /// <param name="innerException">The cause; null where there is none.</param>
    public FailureException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
