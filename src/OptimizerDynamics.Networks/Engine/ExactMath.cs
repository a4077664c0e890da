using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>Exponential and logarithm of operations that IEEE 754 defines exactly: the same bits on every machine, which no system's
/// library promises.</summary>
internal static class ExactMath
{
    private const float LowestExponent = -87;

    /// <summary>e^x for x ≤ 0, within 2 units in the last place.</summary>
    /// <remarks>x = k ln 2 + r with whole k and |r| ≤ ln 2 / 2; e^r by a polynomial of degree 6 (Cephes' coefficients, Moshier 1992). Below
    /// −87 e^−87, which is 1.6e-38; NaN stays NaN.</remarks>
    /// <param name="x">The exponents, at most 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        var lowest = Vector512.Create(LowestExponent);
        x = Lanes.Select(Vector512.LessThan(x, lowest), lowest, x);
        var rounding = Vector512.Create(12582912f); // 1.5 · 2^23: adding it rounds to the nearest whole number
        var k = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.44269504f), rounding) - rounding;
        var r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-0.693359375f), x);
        r = Vector512.FusedMultiplyAdd(k, Vector512.Create(2.12194440e-4f), r);
        var p = Vector512.Create(1.9875691500e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.5f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r + Vector512<float>.One);
        return p * ((Vector512.ConvertToInt32(k) + Vector512.Create(127)) << 23).AsSingle();
    }

    /// <summary>ln x, within 2 units in the last place.</summary>
    /// <remarks>x = 2^e m with m in (√½, √2]; ln m = 2 artanh z with z = (m − 1)/(m + 1), by its series up to z^21, of which the next term
    /// is below 1e-17 of the sum.</remarks>
    /// <param name="x">A normal positive number; NaN and +∞ give themselves.</param>
    public static double Log(double x)
    {
        if (!double.IsFinite(x))
            return x;
        var bits = BitConverter.DoubleToInt64Bits(x);
        var e = (int)(bits >> 52) - 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (m > 1.4142135623730951)
            (m, e) = (m / 2, e + 1);
        double z = (m - 1) / (m + 1), square = z * z, sum = 0;
        for (var k = 21; k >= 1; k -= 2)
            sum = sum * square + 1.0 / k;
        return e * 0.6931471805599453 + 2 * z * sum;
    }
}
