using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace OptimizerDynamics.Networks;

/// <summary>The threads of one network: the caller's, and helpers that wait for work, awake for a moment and then asleep.</summary>
/// <remarks>
/// <para>Work has as many parts as there are threads. Each takes the next that nobody has begun, so that the caller waits for none that a
/// helper on a busy machine has not come to; parts share no sum, and it does not matter who computes which. Helpers start with the first
/// work and end with <see cref="Dispose"/>. With one thread there are none, and work is a plain call.</para>
/// <para>Implementation note: a helper counts itself among the sleepers before it looks for a new round once more, and the caller begins
/// the round before it looks for sleepers, each with a full fence between: one of them notices the other.</para>
/// </remarks>
internal sealed class EngineTeam : IDisposable
{
    /// <summary>How long a thread waits awake. Rounds follow each other within some ten microseconds, unless a step is over; to wake a
    /// thread takes some ten, too. It gives its core to nobody meanwhile: on a busy machine it would have it back milliseconds
    /// later.</summary>
    private static readonly long _ticksAwake = Stopwatch.Frequency / 10_000;

    private const int Spins = 5;

    private readonly Thread[] _helpers;
    private readonly object _gate = new(), _done = new();
    private Action<int>? _work;
    private ExceptionDispatchInfo? _failure;
    private int _round, _sleepers, _next, _open;
    private bool _isStarted, _isDisposed;

    /// <summary>A team.</summary>
    /// <param name="threads">Its threads, the caller's included; at least 1.</param>
    public EngineTeam(int threads)
    {
        (Threads, _next) = (threads, threads);
        _helpers = new Thread[threads - 1];
    }

    /// <summary>Its threads, the caller's included.</summary>
    public int Threads { get; }

    /// <summary>Calls work(0), work(1), … here and on the helpers, and returns when all have ended.</summary>
    /// <param name="work">The work. What one part throws is thrown here when all have ended.</param>
    public void Run(Action<int> work)
    {
        if (Threads == 1)
        {
            work(0);
            return;
        }

        Start();
        // A helper that is late may take a part of this round: all that it needs is written before the first can be taken.
        (_work, _failure, _open) = (work, null, Threads);
        Interlocked.Exchange(ref _next, 0);
        Interlocked.Increment(ref _round);
        try
        {
            WakeSleepers();
        }
        finally
        {
            // Whatever happens, the caller's memory must not be let go while a helper writes to it.
            TakeParts();
            WaitForHelpers();
        }

        _failure?.Throw();
    }

    /// <summary>Ends the helpers.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        lock (_gate)
        {
            Volatile.Write(ref _isDisposed, true);
            Monitor.PulseAll(_gate);
        }

        foreach (var helper in _isStarted ? _helpers : [])
            helper.Join();
    }

    private void Start()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isStarted)
            return;
        for (var i = 0; i < _helpers.Length; i++)
        {
            _helpers[i] = new Thread(Help) { IsBackground = true, Name = $"engine {i + 2} of {Threads}" };
            _helpers[i].Start();
        }

        _isStarted = true;
    }

    private void Help()
    {
        for (var seen = 0; WaitForRound(seen);)
        {
            seen = Volatile.Read(ref _round);
            if (!TakeParts())
                continue;
            lock (_done)
                Monitor.Pulse(_done);
        }
    }

    /// <summary>Does parts until all have been begun; returns whether it ended the last.</summary>
    private bool TakeParts()
    {
        var isLast = false;
        int part;
        while ((part = Interlocked.Increment(ref _next) - 1) < Threads)
        {
            Do(part);
            isLast = Interlocked.Decrement(ref _open) == 0;
        }

        return isLast;
    }

    private void WakeSleepers()
    {
        if (Volatile.Read(ref _sleepers) == 0)
            return;
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void Do(int part)
    {
        try
        {
            _work!(part);
        }
#pragma warning disable CA1031 // Whatever a part throws is kept for the caller, who must not return while others still write.
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
        }
#pragma warning restore CA1031
    }

    /// <summary>Waits for a round behind the last one seen; false when the team ends.</summary>
    private bool WaitForRound(int seen)
    {
        var end = Stopwatch.GetTimestamp() + _ticksAwake;
        while (Volatile.Read(ref _round) == seen && !Volatile.Read(ref _isDisposed) && Stopwatch.GetTimestamp() < end)
            Thread.SpinWait(Spins);
        if (Volatile.Read(ref _round) != seen)
            return true;
        lock (_gate)
        {
            Interlocked.Increment(ref _sleepers);
            while (Volatile.Read(ref _round) == seen && !_isDisposed)
                Monitor.Wait(_gate);
            Interlocked.Decrement(ref _sleepers);
        }

        return Volatile.Read(ref _round) != seen;
    }

    /// <summary>Waits for the helpers' parts. An interrupt of the thread ends its sleep but not the waiting; it is passed on
    /// afterwards.</summary>
    private void WaitForHelpers()
    {
        var end = Stopwatch.GetTimestamp() + _ticksAwake;
        while (Volatile.Read(ref _open) > 0 && Stopwatch.GetTimestamp() < end)
            Thread.SpinWait(Spins);
        var wasInterrupted = false;
        while (Volatile.Read(ref _open) > 0)
        {
            try
            {
                lock (_done)
                {
                    if (Volatile.Read(ref _open) > 0)
                        Monitor.Wait(_done);
                }
            }
            catch (ThreadInterruptedException)
            {
                wasInterrupted = true;
            }
        }

        if (wasInterrupted)
            Thread.CurrentThread.Interrupt();
    }
}
