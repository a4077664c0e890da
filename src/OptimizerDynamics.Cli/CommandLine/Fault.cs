using System.ComponentModel;
using System.Reflection;
using System.Runtime.InteropServices;
using OptimizerDynamics.Checkpoints;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>What becomes of an exception: one line, and an exit code.</summary>
/// <param name="ExitCode">The exit code of the program.</param>
/// <param name="Message">What went wrong, one line without control characters.</param>
internal sealed record Fault(int ExitCode, string Message)
{
    /// <summary>The option with which an error is followed by its stack trace.</summary>
    public const string DebugOption = "--debug";

    private const string LineBreaks = "\r\n\u0085\u2028\u2029";

    /// <summary>Finds out what an exception means to the user.</summary>
    /// <param name="error">Any exception that a command ended with.</param>
    public static Fault Of(Exception error) => error switch
    {
        // What runs in parallel fails together, and the first failure is what there is to say.
        AggregateException { InnerException: { } first } => Of(first),
        TargetInvocationException { InnerException: { } cause } => Of(cause),
        InputException or CheckpointFileException => new(ExitCodes.BadInput, OneLine(error.Message)),
        OperationCanceledException => new(ExitCodes.Interrupted, OneLine(error.Message)),
        IOException or UnauthorizedAccessException or FailureException or NativeTorchException or Win32Exception =>
            new(ExitCodes.Failure, OneLine(error.Message)),
        _ when FileSizeLimit.IsCauseOf(error) => new(
            ExitCodes.Failure, $"a file would become larger than the file system or 'ulimit -f' allows: {OneLine(error.Message)}"),
        OutOfMemoryException => new(ExitCodes.Failure, $"there is not enough memory: {OneLine(error.Message)}"),
        // What libtorch throws: its first line says what is wrong (no memory on the device, say), the others where in libtorch.
        ExternalException => new(ExitCodes.Failure, $"libtorch: {OneLine(error.Message.Split('\n')[0])}"),
        _ => new(
            ExitCodes.Failure,
            $"an unexpected {error.GetType().Name}: {OneLine(error.Message)} (this is a fault of optdyn; with {DebugOption} it "
                + $"says where)"),
    };

    /// <summary>
    /// A text as one line: line breaks become spaces, other control characters, which a terminal would obey, their pictures (␛).
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split(LineBreaks.ToCharArray(), StringSplitOptions.RemoveEmptyEntries));
        return string.Create(line.Length, line, (characters, from) =>
        {
            for (var i = 0; i < characters.Length; i++)
                characters[i] = Visible(from[i]);
        });
    }

    private static char Visible(char character) => character switch
    {
        < ' ' => (char)('\u2400' + character),
        '\u007F' => '\u2421',
        _ when char.IsControl(character) => '\uFFFD',
        _ => character,
    };
}
