using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OptimizerDynamics;

/// <content>How blocks meet the memory. Nothing here changes a result.</content>
public sealed unsafe partial class CpuOptimizer<T>
{
    /// <summary>Above this many bytes of θ, g and state the last cache no longer holds them from one step to the next.</summary>
    private const long LargestCached = 8 << 20;

    private readonly int _streamCount;
    private readonly bool _exceedsCache;

    /// <summary>
    /// Implementation note: a call of a vector operation costs some nanoseconds whatever its length, so blocks should be long; and all
    /// windows of a block (θ, g, the update, scratch, state) should stay in 32 KiB, the smallest first-level cache in use. From memory
    /// there must be room for the next block too, which is read ahead. Measured on an AMD EPYC with AVX-512, Adam with L2 in float on one
    /// thread: 4.9 million parameters take 1.25 ns each in blocks for the cache without reading ahead, and 0.6 to 0.7 as it is now.
    /// </summary>
    private int DefaultBlockLength()
    {
        const int FirstLevelCache = 32 * 1024, OfEachStream = 3 * 1024;
        if (_exceedsCache)
            return OfEachStream / sizeof(T);
        var widest = _rules.Length == 0 ? 0 : _rules.Max(rule => rule.Vectors.Length);
        var length = FirstLevelCache / ((4 + widest) * sizeof(T));
        return Math.Max(64, length - length % 64);
    }

    /// <summary>The memory that a step streams through: θ, g and every vector of state.</summary>
    private void ListStreams(T** streams, T* theta, T* g)
    {
        *streams++ = theta;
        *streams++ = g;
        foreach (var rule in _rules)
        {
            foreach (var vector in rule.Vectors)
                *streams++ = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(vector)); // allocated pinned
        }
    }
}
