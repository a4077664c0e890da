using System.Numerics;
using System.Runtime.ExceptionServices;

namespace OptimizerDynamics;

/// <summary>
/// Shares a step's blocks out over the cores, without an allocation: the calling thread and helpers from the thread pool take portions
/// of consecutive blocks from one counter until none is left.
/// </summary>
/// <remarks>
/// Implementation note: the caller takes part, so a step ends even when the pool is busy and no helper ever comes. A helper that comes
/// late, when its step is over, either finds no portion or helps the next step along; both are harmless, because everything a portion
/// needs is written before the counter is opened, and the step waits for every portion that was taken.
/// </remarks>
internal sealed unsafe class BlockCrew<T> : IThreadPoolWorkItem where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>No index: larger than any.</summary>
    public const int None = int.MaxValue;

    /// <summary>Below this many elements a thread costs more than it brings: waking one takes some microseconds.</summary>
    private const int ElementsPerThread = 32 * 1024;

    private readonly Work _work;
    private readonly int _length;
    private readonly int _portion;
    private readonly int _portions;
    private readonly int _helpers;
    private readonly object _gate = new();
    private T* _theta;
    private T* _gradients;
    private int _next;
    private int _open;
    private int _called;
    private int _firstNonFinite;
    private Exception? _failure;

    public BlockCrew(Work work, int length, int blockLength, int maxThreads)
    {
        _work = work;
        _length = length;
        var threads = Math.Clamp(length / ElementsPerThread, 1, maxThreads);
        _helpers = threads - 1;
        // Four portions a thread: a thread that is interrupted holds up the others by a quarter of its share at most.
        var blocksPerPortion = Math.Max(1, length / blockLength / (4 * threads));
        _portion = (int)Math.Min((long)blocksPerPortion * blockLength, length);
        _portions = (int)(((long)length + _portion - 1) / _portion);
        _next = _portions;
    }

    /// <summary>
    /// Does the blocks from <paramref name="start"/> on; returns the first non-finite gradient element, or <see cref="None"/>.
    /// </summary>
    public delegate int Work(T* theta, T* gradients, int start, int length);

    /// <summary>Does all blocks; returns the first non-finite gradient element, or <see cref="None"/>.</summary>
    public int Run(T* theta, T* gradients)
    {
        if (_helpers == 0)
            return _work(theta, gradients, 0, _length);

        _theta = theta;
        _gradients = gradients;
        (_firstNonFinite, _failure, _open) = (None, null, _portions);
        Interlocked.Exchange(ref _next, 0);
        try
        {
            CallHelpers();
        }
        finally
        {
            // Whatever happens, the caller's memory must not be let go while a helper writes to it.
            TakePortions();
            WaitForAll();
        }

        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
        return _firstNonFinite;
    }

    void IThreadPoolWorkItem.Execute()
    {
        do
        {
            TakePortions();
            Interlocked.Decrement(ref _called);
        }
        while (Volatile.Read(ref _next) < _portions && TryJoin());
    }

    /// <summary>
    /// A helper that has just signed off may find the next step begun by a caller who still counted on it. Each writes before it reads
    /// what the other writes, with a full fence between, so at least one of them notices.
    /// </summary>
    private bool TryJoin()
    {
        var called = Volatile.Read(ref _called);
        return called < _helpers && Interlocked.CompareExchange(ref _called, called + 1, called) == called;
    }

    /// <summary>
    /// Calls as many helpers as are not at work or on their way already: there are never more than asked for, and where the pool is busy,
    /// calls do not pile up in its queue.
    /// </summary>
    private void CallHelpers()
    {
        while (Volatile.Read(ref _called) < _helpers)
        {
            Interlocked.Increment(ref _called);
            try
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
            catch
            {
                Interlocked.Decrement(ref _called);
                throw;
            }
        }
    }

    private void TakePortions()
    {
        int portion;
        while ((portion = Interlocked.Increment(ref _next) - 1) < _portions)
        {
            try
            {
                var start = portion * _portion;
                KeepFirst(_work(_theta, _gradients, start, Math.Min(_portion, _length - start)));
            }
#pragma warning disable CA1031 // Whatever a rule throws is kept for the caller, who must not return while others still write.
            catch (Exception failure)
            {
                Interlocked.CompareExchange(ref _failure, failure, null);
            }
#pragma warning restore CA1031

            if (Interlocked.Decrement(ref _open) == 0)
                WakeCaller();
        }
    }

    /// <summary>Waits for the portions that helpers are still at: awake for the moment that it usually takes, then asleep.</summary>
    /// <remarks>An interrupt of the thread ends the sleep but not the waiting; it is passed on afterwards.</remarks>
    private void WaitForAll()
    {
        var spin = new SpinWait();
        var wasInterrupted = false;
        while (Volatile.Read(ref _open) > 0)
        {
            try
            {
                if (!spin.NextSpinWillYield)
                    spin.SpinOnce();
                else
                    Sleep();
            }
            catch (ThreadInterruptedException)
            {
                wasInterrupted = true;
            }
        }

        if (wasInterrupted)
            Thread.CurrentThread.Interrupt();
    }

    private void Sleep()
    {
        lock (_gate)
        {
            if (Volatile.Read(ref _open) > 0)
                Monitor.Wait(_gate);
        }
    }

    private void WakeCaller()
    {
        try
        {
            lock (_gate)
                Monitor.Pulse(_gate);
        }
        catch (ThreadInterruptedException)
        {
            WakeCaller();
            Thread.CurrentThread.Interrupt();
        }
    }

    private void KeepFirst(int index)
    {
        int seen;
        while (index < (seen = Volatile.Read(ref _firstNonFinite)))
            Interlocked.CompareExchange(ref _firstNonFinite, index, seen);
    }
}
