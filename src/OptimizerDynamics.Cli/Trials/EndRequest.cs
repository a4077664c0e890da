using System.Runtime.InteropServices;

namespace OptimizerDynamics.Cli;

/// <summary>Notes that the process is asked to end, by Ctrl-C or a signal, so that the work can end where everything is consistent.</summary>
internal sealed class EndRequest : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt, _terminate;

    public EndRequest()
    {
        void Ask(PosixSignalContext context)
        {
            context.Cancel = true;
            _source.Cancel();
        }

        (_interrupt, _terminate) = (PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask));
    }

    /// <summary>Is cancelled once the process is asked.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Asks too.</summary>
    public void Ask() => _source.Cancel();

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }
}
