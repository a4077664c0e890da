using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>Sixteen logical lanes: every sum over elements of a plane has as many, whatever vectors the processor has.</summary>
internal static unsafe class Lanes
{
    /// <summary>The number of lanes.</summary>
    public const int Count = 16;

    /// <summary>The smallest multiple of 16 that is not below a number.</summary>
    public static int RoundUp(int count) => (count + Count - 1) / Count * Count;

    /// <summary>All bits in the first lanes, none in the others.</summary>
    /// <param name="count">How many; 16 and more for all of them.</param>
    public static Vector512<float> First(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();

    /// <summary>The larger one, the first where they are equal, and NaN where one is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Larger(Vector512<float> first, Vector512<float> second) => Vector512.ConditionalSelect(
        Vector512.GreaterThan(second, first) | ~Vector512.Equals(second, second), second, first);

    /// <summary>Stores the first lanes.</summary>
    /// <param name="lanes">The lanes.</param>
    /// <param name="count">How many; 16 and more for all of them.</param>
    /// <param name="target">Receives them; what lies behind them stays.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> lanes, int count, float* target)
    {
        if (count < Count)
            lanes = Vector512.ConditionalSelect(First(count), lanes, Vector512.Load(target));
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
