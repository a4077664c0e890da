using System.Runtime.InteropServices;

namespace OptimizerDynamics.Cli;

/// <summary>
/// Notes that the process is asked to end, by Ctrl-C or a signal, so that the work can end where everything is consistent.
/// </summary>
internal sealed class EndRequest : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly EndSignals _signals;

    public EndRequest() => _signals = new EndSignals(context =>
    {
        context.Cancel = true;
        _source.Cancel();
    });

    /// <summary>Is cancelled once the process is asked.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Asks too.</summary>
    public void Ask() => _source.Cancel();

    public void Dispose()
    {
        _signals.Dispose();
        _source.Dispose();
    }
}

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
            Environment.Exit(CommandLine.Interrupted);
    });

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }
}
