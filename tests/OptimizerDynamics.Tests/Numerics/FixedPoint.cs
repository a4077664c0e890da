using System.Numerics;

namespace OptimizerDynamics.Tests;

/// <summary>Numbers with 1,280 bits after the point, and functions by their plain series: what <see cref="PortableMath"/> is held
/// to.</summary>
/// <remarks>Every double is one of them exactly. Results have as many bits too many as their own size leaves, some 200 at e⁻⁷⁰⁷.</remarks>
internal readonly record struct FixedPoint(BigInteger Scaled)
{
    private const int Bits = 1280;

    private static readonly FixedPoint _one = new(BigInteger.One << Bits);
    private static readonly FixedPoint _ln2 = LogOfTwo();

    /// <summary>Machin's formula: π/4 = 4·arctan ⅕ − arctan 1/239.</summary>
    private static readonly FixedPoint _halfPi =
        new(8 * ArcCotangent(5).Scaled - 2 * ArcCotangent(239).Scaled);

    public static FixedPoint Of(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var (exponent, mantissa) = ((int)(bits >> 52) & 0x7FF, bits & 0xF_FFFF_FFFF_FFFF);
        var whole = exponent == 0 ? mantissa : mantissa | 1L << 52;
        var scaled = (BigInteger)whole << (Math.Max(exponent, 1) - 1075 + Bits);
        return new FixedPoint(value < 0 ? -scaled : scaled);
    }

    public static FixedPoint operator +(FixedPoint a, FixedPoint b) => new(a.Scaled + b.Scaled);

    public static FixedPoint operator -(FixedPoint a, FixedPoint b) => new(a.Scaled - b.Scaled);

    public static FixedPoint operator *(FixedPoint a, FixedPoint b) => new((a.Scaled * b.Scaled) >> Bits);

    public static FixedPoint operator /(FixedPoint a, int b) => new(a.Scaled / b);

    /// <summary>e^x = 2ᵏ·e^r, and e^r by Taylor's series.</summary>
    public FixedPoint Exp()
    {
        var k = (int)Math.Round((double)(Scaled >> (Bits - 60)) / Math.ScaleB(1, 60) / Math.Log(2));
        var r = this - new FixedPoint(_ln2.Scaled * k);
        var (sum, term) = (_one, _one);
        for (var n = 1; !term.Scaled.IsZero && term.Scaled != BigInteger.MinusOne; n++)
        {
            term = term * r / n;
            sum += term;
        }

        return new FixedPoint(k < 0 ? sum.Scaled >> -k : sum.Scaled << k);
    }

    /// <summary>ln x by Newton's method on e^y = x, from what the system says: each step doubles the digits.</summary>
    /// <param name="x">Above 0.</param>
    public static FixedPoint Log(double x)
    {
        var y = Of(Math.Log(x));
        for (var i = 0; i < 6; i++)
            y += Of(x) * new FixedPoint(-y.Scaled).Exp() - _one;
        return y;
    }

    /// <summary>The sine (of the angle and a quarter turn: the cosine) by Taylor's series, after whole quarters are taken off.</summary>
    public (FixedPoint Sin, FixedPoint Cos) SinCos()
    {
        var quarters = BigInteger.Divide(2 * Scaled + _halfPi.Scaled * Scaled.Sign, 2 * _halfPi.Scaled);
        var r = this - new FixedPoint(quarters * _halfPi.Scaled);
        FixedPoint[] sums = [_one, r];
        var (even, odd) = (_one, r);
        for (var n = 2; n < 400; n += 2)
        {
            even = new FixedPoint(-(even * r * r / (n * (n - 1))).Scaled);
            odd = new FixedPoint(-(odd * r * r / (n * (n + 1))).Scaled);
            (sums[0], sums[1]) = (sums[0] + even, sums[1] + odd);
        }

        FixedPoint Minus(FixedPoint x) => new(-x.Scaled);
        return (int)(quarters & 3) switch
        {
            0 => (sums[1], sums[0]),
            1 => (sums[0], Minus(sums[1])),
            2 => (Minus(sums[1]), Minus(sums[0])),
            _ => (Minus(sums[0]), sums[1]),
        };
    }

    /// <summary>How far a double is from this number, in units in the double's last place; those of a float where one is given.</summary>
    public double UnitsFrom(double found, bool isFloat = false)
    {
        var unit = isFloat
            ? (double)MathF.BitIncrement((float)Math.Abs(found)) - Math.Abs(found)
            : Math.BitIncrement(Math.Abs(found)) - Math.Abs(found);
        var difference = (Of(found) - this).Scaled;
        return (double)((difference << 40) / Of(unit).Scaled) / (1L << 40);
    }

    /// <summary>The magnitude of this number in parts of another one.</summary>
    public double RelativeTo(FixedPoint other) => Math.Abs((double)((Scaled << 200) / other.Scaled)) * Math.ScaleB(1, -200);

    private static FixedPoint ArcCotangent(int n)
    {
        var (sum, power) = (BigInteger.Zero, _one.Scaled / n);
        for (var k = 1; !power.IsZero; k += 2, power /= n * n)
            sum += k % 4 == 1 ? power / k : -(power / k);
        return new FixedPoint(sum);
    }

    /// <summary>ln 2 = Σ 1/(k·2ᵏ).</summary>
    private static FixedPoint LogOfTwo()
    {
        var sum = BigInteger.Zero;
        for (var k = 1; k <= Bits; k++)
            sum += (_one.Scaled >> k) / k;
        return new FixedPoint(sum);
    }
}
