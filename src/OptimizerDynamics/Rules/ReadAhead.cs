using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace OptimizerDynamics;

/// <summary>
/// Asks the processor for the memory of the next block, a little before each vector operation on the present one, so that computing and
/// waiting for memory overlap. Changes no result.
/// </summary>
/// <remarks>
/// Implementation note: asking for a whole block at once does not help, because a core can wait for a few dozen cache lines only. One
/// operation's share is found by counting the operations of the block before. Where the processor has no such instruction (or .NET does
/// not offer it, as on Arm), nothing happens.
/// </remarks>
internal unsafe struct ReadAhead<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int CacheLine = 64;

    private readonly T** _streams;
    private readonly int _streamCount;
    private int _next;
    private int _end;
    private int _share;
    private int _operations;

    /// <summary>Reads ahead of the given streams of memory.</summary>
    public ReadAhead(T** streams, int streamCount)
    {
        _streams = streams;
        _streamCount = streamCount;
        _operations = 8; // a guess, for the first block only
    }

    /// <summary>Begins with a block's elements, which the operations that follow share.</summary>
    public void Begin(int start, int count)
    {
        _next = start;
        _end = start + count;
        _share = count / Math.Max(1, _operations) + CacheLine / sizeof(T);
        _operations = 0;
    }

    /// <summary>Asks for the next share.</summary>
    public void Continue()
    {
        _operations++;
        if (!Sse.IsSupported)
            return;
        var end = Math.Min(_end - _next, _share) + _next;
        for (; _next < end; _next += CacheLine / sizeof(T))
        {
            for (var stream = 0; stream < _streamCount; stream++)
                Sse.Prefetch0(_streams[stream] + _next);
        }
    }
}
