using System.Runtime.CompilerServices;

namespace OptimizerDynamics;

/// <summary>A number as the sum of two doubles, the second at most half a unit in the last place of the first: 106 bits and more.</summary>
/// <remarks>
/// The error-free transformations of Knuth (sum) and Dekker, here with a fused multiply-add (product); sources: Dekker 1971, "A
/// floating-point technique for extending the available precision", and Joldes, Muller and Popescu 2017, "Tight and rigorous error bounds
/// for basic building blocks of double-word arithmetic", whose bounds stand with the operations; u = 2⁻⁵³. Operations that IEEE 754 defines
/// to the last bit only. Infinities and numbers near the ends of the range are not provided for.
/// </remarks>
/// <param name="High">The sum, rounded to double.</param>
/// <param name="Low">What that leaves.</param>
internal readonly record struct DoubleDouble(double High, double Low)
{
    /// <summary>A double as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator DoubleDouble(double value) => new(value, 0);

    /// <summary>a + b; relative error at most 3u² where both have one sign, else relative to |a| + |b|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        var (sum, rest) = (Sum(a.High, b.High), Sum(a.Low, b.Low));
        var first = QuickSum(sum.High, sum.Low + rest.High);
        return QuickSum(first.High, rest.Low + first.Low);
    }

    /// <summary>a − b; as the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + new DoubleDouble(-b.High, -b.Low);

    /// <summary>a·b; relative error at most 5u².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var product = Product(a.High, b.High);
        var cross = Math.FusedMultiplyAdd(a.High, b.Low, a.Low * b.High);
        return QuickSum(product.High, product.Low + cross);
    }

    /// <summary>a/b; relative error below 16u²: a quotient of doubles, and one of what it leaves.</summary>
    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        var first = a.High / b.High;
        var left = a - b * first;
        var second = left.High / b.High;
        left -= b * second;
        return QuickSum(first, second) + left.High / b.High;
    }

    /// <summary>a + b, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Sum(double a, double b)
    {
        var sum = a + b;
        var ofB = sum - a;
        return new DoubleDouble(sum, (a - (sum - ofB)) + (b - ofB));
    }

    /// <summary>a·b, exactly, where nothing underflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Product(double a, double b)
    {
        var product = a * b;
        return new DoubleDouble(product, Math.FusedMultiplyAdd(a, b, -product));
    }

    /// <summary>a + b, exactly, where |a| ≥ |b| or a = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDouble QuickSum(double a, double b)
    {
        var sum = a + b;
        return new DoubleDouble(sum, b - (sum - a));
    }
}
