using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>Sixteen logical lanes: every sum over elements of a plane has as many, whatever vectors the processor has.</summary>
internal static unsafe class Lanes
{
    /// <summary>The number of lanes.</summary>
    public const int Count = 16;

    /// <summary>The smallest multiple of 16 that is not below a number.</summary>
    public static int RoundUp(int count) => (count + Count - 1) / Count * Count;

    // All bits in 16 lanes, none in 16 more: every mask is a window on it.
    private static ReadOnlySpan<int> Masks =>
        [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>All bits in 16 numbers, then none in 16 more; at an address that stays.</summary>
    public static float* MaskMemory => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Masks));

    /// <summary>All bits in the first lanes, none in the others.</summary>
    /// <param name="count">How many; 16 and more for all of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> First(int count) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(Masks), (nuint)(Count - Math.Min(count, Count))).AsSingle();

    /// <summary>value &amp; ~mask: two instructions where .NET makes six of it without AVX-512.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Without(Vector512<float> value, Vector512<float> mask) => Vector512.IsHardwareAccelerated
        ? Vector512.AndNot(value, mask)
        : Vector512.Create(Vector256.AndNot(value.GetLower(), mask.GetLower()), Vector256.AndNot(value.GetUpper(), mask.GetUpper()));

    /// <summary>One value where all bits of a lane's mask are set, and the other where none is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Select(Vector512<float> mask, Vector512<float> one, Vector512<float> other) =>
        Vector512.IsHardwareAccelerated
            ? Vector512.ConditionalSelect(mask, one, other)
            : Vector512.Create(
                Vector256.ConditionalSelect(mask.GetLower(), one.GetLower(), other.GetLower()),
                Vector256.ConditionalSelect(mask.GetUpper(), one.GetUpper(), other.GetUpper()));

    /// <summary>The larger one, the first where they are equal, and NaN where one is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Larger(Vector512<float> first, Vector512<float> second) =>
        Select(Vector512.GreaterThan(second, first) | Vector512.IsNaN(second), second, first);

    /// <summary>Stores the first lanes.</summary>
    /// <param name="lanes">The lanes.</param>
    /// <param name="count">How many; 16 and more for all of them.</param>
    /// <param name="target">Receives them; what lies behind them stays.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> lanes, int count, float* target)
    {
        if (count < Count)
            lanes = Select(First(count), lanes, Vector512.Load(target));
        lanes.Store(target);
    }

    /// <summary>The sum of the lanes by one tree: each with the one 8 further, then 4, 2 and 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> lanes)
    {
        var eight = lanes.GetLower() + lanes.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        return four[0] + four[2] + (four[1] + four[3]);
    }

    /// <summary>Four sums of 16 lanes at once, each by the tree of <see cref="Sum(Vector512{float})"/>.</summary>
    /// <param name="lanes">The first lanes; the others follow.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumFour(float* lanes)
    {
        Vector128<float> a = FourOf(lanes), b = FourOf(lanes + Count), c = FourOf(lanes + 2 * Count), d = FourOf(lanes + 3 * Count);
        // [a0 + a2, a1 + a3, b0 + b2, b1 + b3], and the same of c and d; then even and odd places.
        var ab = Low(a, b) + High(a, b);
        var cd = Low(c, d) + High(c, d);
        return Vector128.Create(ab[0], ab[2], cd[0], cd[2]) + Vector128.Create(ab[1], ab[3], cd[1], cd[3]);
    }

    private static Vector128<float> FourOf(float* lanes)
    {
        var eight = Vector256.Load(lanes) + Vector256.Load(lanes + 8);
        return eight.GetLower() + eight.GetUpper();
    }

    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) => Vector128.Create(a.GetLower(), b.GetLower());

    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) => Vector128.Create(a.GetUpper(), b.GetUpper());
}
