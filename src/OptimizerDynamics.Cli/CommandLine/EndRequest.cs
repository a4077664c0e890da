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
