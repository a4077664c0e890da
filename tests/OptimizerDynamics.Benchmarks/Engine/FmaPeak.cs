using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Benchmarks;

/// <summary>The most that a core computes: independent fused multiply-adds in registers, and nothing else.</summary>
/// <remarks>Twelve chains of additions: more than the two units of four cycles each need to be busy, and few enough for the 16 registers of
/// AVX2.</remarks>
internal static class FmaPeak
{
    private const int Chains = 12, Repetitions = 400_000;

    /// <summary>Lanes of the vectors that the engine's kernels use in this process.</summary>
    public static int Lanes => Vector512.IsHardwareAccelerated ? WideVectors.Lanes : NarrowVectors.Lanes;

    /// <summary>Takes a measurement of a few milliseconds.</summary>
    /// <returns>GFLOP/s: two operations for each lane of a multiply-add.</returns>
    public static double Measure()
    {
        var start = Stopwatch.GetTimestamp();
        if (Vector512.IsHardwareAccelerated)
            _ = Burn<Vector512<float>, WideVectors>(Repetitions);
        else
            _ = Burn<Vector256<float>, NarrowVectors>(Repetitions);
        return 2.0 * Chains * Repetitions * Lanes / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe float Burn<TVector, TWidth>(int repetitions) where TVector : struct where TWidth : struct, IVectorWidth<TVector>
    {
        TVector x = TWidth.Create(1), y = TWidth.Zero;
        TVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (; repetitions > 0; repetitions--)
        {
            a = TWidth.MultiplyAdd(x, y, a);
            b = TWidth.MultiplyAdd(x, y, b);
            c = TWidth.MultiplyAdd(x, y, c);
            d = TWidth.MultiplyAdd(x, y, d);
            e = TWidth.MultiplyAdd(x, y, e);
            f = TWidth.MultiplyAdd(x, y, f);
            g = TWidth.MultiplyAdd(x, y, g);
            h = TWidth.MultiplyAdd(x, y, h);
            i = TWidth.MultiplyAdd(x, y, i);
            j = TWidth.MultiplyAdd(x, y, j);
            k = TWidth.MultiplyAdd(x, y, k);
            l = TWidth.MultiplyAdd(x, y, l);
        }

        // Used, so that nothing of it is left out.
        TVector first = TWidth.MultiplyAdd(a, b, c), second = TWidth.MultiplyAdd(d, e, f);
        TVector third = TWidth.MultiplyAdd(g, h, i), fourth = TWidth.MultiplyAdd(j, k, l);
        var sum = stackalloc float[WideVectors.Lanes];
        TWidth.Store(TWidth.MultiplyAdd(first, second, TWidth.MultiplyAdd(third, fourth, x)), sum);
        return sum[0];
    }
}
