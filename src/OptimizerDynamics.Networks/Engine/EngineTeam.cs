using System.Runtime.ExceptionServices;

namespace OptimizerDynamics.Networks;

/// <summary>The threads of one network: the caller's, and helpers that wait for work, awake for a moment and then asleep.</summary>
/// <remarks>
/// <para>Parts of the work are numbered, and each thread always has the same one: who computes what depends on the number of threads
/// alone. Helpers start with the first work and end with <see cref="Dispose"/>. With one thread there are none, and work is a plain
/// call.</para>
/// <para>Implementation note: a helper counts itself among the sleepers before it looks for a new round once more, and the caller begins
/// the round before it looks for sleepers, each with a full fence between: one of them notices the other.</para>
/// </remarks>
internal sealed class EngineTeam : IDisposable
{
    // Rounds follow each other within some ten microseconds, unless a step is over.
    private const int SpinsAwake = 200;

    private readonly Thread[] _helpers;
    private readonly object _gate = new(), _done = new();
    private Action<int>? _work;
    private ExceptionDispatchInfo? _failure;
    private int _round, _sleepers, _open;
    private bool _isStarted, _isDisposed;

    /// <summary>A team.</summary>
    /// <param name="threads">Its threads, the caller's included; at least 1.</param>
    public EngineTeam(int threads)
    {
        Threads = threads;
        _helpers = new Thread[threads - 1];
    }

    /// <summary>Its threads, the caller's included.</summary>
    public int Threads { get; }

    /// <summary>Calls work(0) here and work(1), work(2), … on the helpers, and returns when all have ended.</summary>
    /// <param name="work">The work. What one part throws is thrown here when all have ended.</param>
    public void Run(Action<int> work)
    {
        if (Threads == 1)
        {
            work(0);
            return;
        }

        Start();
        (_work, _failure, _open) = (work, null, _helpers.Length);
        Interlocked.Increment(ref _round);
        if (Volatile.Read(ref _sleepers) > 0)
        {
            lock (_gate)
                Monitor.PulseAll(_gate);
        }

        Do(0);
        WaitForHelpers();
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
            var part = i + 1;
            _helpers[i] = new Thread(() => Help(part)) { IsBackground = true, Name = $"engine {part + 1} of {Threads}" };
            _helpers[i].Start();
        }

        _isStarted = true;
    }

    private void Help(int part)
    {
        for (var seen = 0; WaitForRound(seen);)
        {
            seen++;
            Do(part);
            if (Interlocked.Decrement(ref _open) > 0)
                continue;
            lock (_done)
                Monitor.Pulse(_done);
        }
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
        var spin = new SpinWait();
        for (var i = 0; i < SpinsAwake && Volatile.Read(ref _round) == seen && !Volatile.Read(ref _isDisposed); i++)
            spin.SpinOnce(sleep1Threshold: -1);
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
        var spin = new SpinWait();
        for (var i = 0; i < SpinsAwake && Volatile.Read(ref _open) > 0; i++)
            spin.SpinOnce(sleep1Threshold: -1);
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
