using System.Runtime.InteropServices;

namespace OptimizerDynamics.Cli;

/// <summary>The signals that ask a process to end: Ctrl-C, SIGTERM, and SIGHUP, which a terminal sends when it is closed.</summary>
/// <remarks>Handlers are called in the reverse order of their registration.</remarks>
internal sealed class EndSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    public EndSignals(Action<PosixSignalContext> handle) => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, handle),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, handle),
    ];

    /// <summary>Ends the process in order where nobody else takes care of a signal: what is half-written is removed
    /// (<see cref="AppDomain.ProcessExit"/>).</summary>
    public static EndSignals EndInOrder() => new(context =>
    {
        if (!context.Cancel)
            Environment.Exit(ExitCodes.Interrupted);
    });

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }
}
