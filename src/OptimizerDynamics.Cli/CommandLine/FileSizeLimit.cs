using System.Runtime.InteropServices;

namespace OptimizerDynamics.Cli;

/// <summary>The limit of a file's size, the file system's or that of <c>ulimit -f</c>.</summary>
internal static class FileSizeLimit
{
    /// <summary>SIGXFSZ on Linux and macOS.</summary>
    private const PosixSignal Exceeded = (PosixSignal)25;

    /// <summary>Lives as long as the process: streams that could not be flushed are flushed once more at its end.</summary>
    private static readonly PosixSignalRegistration? _registration =
        OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(Exceeded, context => context.Cancel = true);

    /// <summary>
    /// Keeps the signal at the limit, which would end the process without a word and with half-written files, from doing so: the write
    /// fails instead. Windows has no such signal.
    /// </summary>
    public static void FailWrites() => GC.KeepAlive(_registration);

    /// <summary>Whether an exception is the one by which .NET says that a file would become too large (EFBIG).</summary>
    /// <param name="error">Any exception.</param>
    public static bool IsCauseOf(Exception error) =>
        error is ArgumentOutOfRangeException { ParamName: "value", TargetSite.DeclaringType: { } thrower }
        && (thrower.Namespace == "System.IO" || thrower.FullName is "Interop" or "System.ConsolePal"
            || thrower.Namespace == "Microsoft.Win32.SafeHandles");
}
