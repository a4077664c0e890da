namespace OptimizerDynamics.Experiments;

/// <summary>
/// Something that a user gave cannot be used. Its message is one line that says where, what was expected, and what was found.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>Without a message; there for completeness.</summary>
    public InputException()
    {
    }

    /// <summary>With the one line that the user sees.</summary>
    /// <param name="message">The line.</param>
    public InputException(string message)
        : base(message)
    {
    }

    /// <summary>With the one line that the user sees, and a cause.</summary>
    /// <param name="message">The line.</param>
    /// <param name="innerException">The cause.</param>
    public InputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>With a place in a file: <c>file:line:column: message</c>.</summary>
    /// <param name="file">The file as the user named it.</param>
    /// <param name="line">The line, counted from 1.</param>
    /// <param name="column">The column, counted from 1.</param>
    /// <param name="message">What is wrong there.</param>
    public static InputException At(string file, long line, long column, string message) => new($"{file}:{line}:{column}: {message}");
}
