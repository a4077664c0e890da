using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OptimizerDynamics;

/// <summary>Exponential, logarithm, power, sine and cosine by operations that IEEE 754 defines to the last bit: the same bits on every
/// machine. The system's mathematics library, which <see cref="Math"/> and <see cref="MathF"/> ask, promises none.</summary>
/// <remarks>
/// <para>The functions of doubles are computed to 88 bits and more (<see cref="DoubleDouble"/>) and rounded once: the double next to the
/// true value in all but about one of 2³⁵ cases, and then the one on its other side. A library that rounds well agrees nearly always: glibc
/// 2.36 differs in one of a thousand to ten thousand cases.</para>
/// <para><see cref="SinCos"/> of floats has polynomials of its own: those that every image since the first was drawn with.</para>
/// </remarks>
public static class PortableMath
{
    /// <summary>So many roots 2^(j/64) are kept, and the logarithm of this number.</summary>
    private const int Roots = 1 << LogarithmOfRoots, LogarithmOfRoots = 6;

    /// <summary>Taylor terms of e^r − 1 for |r| ≤ ln 2/128: the next is below 2⁻¹²⁰ of the sum.</summary>
    private const int TermsOfExp = 12;

    /// <summary>So many of them are summed to 106 bits: of the sum the others are 2⁻⁴⁷, for which a double is enough.</summary>
    private const int PreciseTerms = 5;

    /// <summary>Taylor terms up to r²⁸/28! for |r| ≤ π/4: the next is below 2⁻¹⁰⁸ of the sum.</summary>
    private const int TermsOfCos = 28;

    /// <summary>e to this is larger, and e to its negative smaller, than any double.</summary>
    private const double FarFromRange = 750;

    private const double LargestAngle = 1 << 30;
    private const float LargestAngleOfFloat = 100;

    // ln 2 and π/2, each as three doubles of which every next is what the ones before leave.
    private const double Ln2First = 0.6931471805599453, Ln2Second = 2.3190468138462996e-17, Ln2Third = 5.707708438416212e-34;
    private const double QuarterFirst = 1.5707963267948966, QuarterSecond = 6.123233995736766e-17, QuarterThird = -1.4973849048591698e-33;

    // The best approximations of sin r/r and cos r for |r| ≤ π/4, found with 50 digits and rounded.
    private const double Sin3 = -0.16666654943701084, Sin5 = 0.008332178146138913, Sin7 = -0.00019517298981393898;
    private const double Cos2 = -0.49999999725108224, Cos4 = 0.041666623324344655, Cos6 = -0.001388676379438054;
    private const double Cos8 = 2.439045070398889e-05;

    /// <summary>1/n! for n = 0, 1, 2, …: n! is a double up to 22!, and beyond a product of two.</summary>
    private static readonly ImmutableArray<DoubleDouble> _inverseFactorials = InverseFactorials();

    /// <summary>2^(j/64) for j = 0, 1, …, 63.</summary>
    private static readonly ImmutableArray<DoubleDouble> _roots = RootsOfTwo();

    /// <summary>e^x.</summary>
    /// <param name="x">Any number; NaN gives itself.</param>
    /// <returns>The nearest double (see above), or one of the two nearest where it is below 2⁻¹⁰²².</returns>
    public static double Exp(double x) => double.IsFinite(x) ? Exp((DoubleDouble)x) : x < 0 ? 0 : x;

    /// <summary>ln x.</summary>
    /// <param name="x">Any number; below 0 gives NaN, 0 gives −∞.</param>
    public static double Log(double x) =>
        double.IsNaN(x) || x < 0 ? double.NaN : x == 0 ? double.NegativeInfinity : double.IsInfinity(x) ? x : LogOf(x).High;

    /// <summary>x^y = e^(y·ln x).</summary>
    /// <param name="x">A number of at least 0.</param>
    /// <param name="y">A number; infinite ones give the limit.</param>
    /// <returns>The nearest double (see above), or one of the two nearest where it is below 2⁻¹⁰²²; 1 for y = 0, of any x.</returns>
    /// <exception cref="ArgumentOutOfRangeException">x is below 0, or one of them is NaN.</exception>
    public static double Pow(double x, double y)
    {
        if (!(x >= 0) || double.IsNaN(y))
            throw new ArgumentOutOfRangeException(nameof(x), x, $"{x} to the power {y}: expected a base of at least 0.");
        if (y == 0 || x == 1)
            return 1;
        if (x == 0 || double.IsInfinity(x))
            return (x == 0) == (y > 0) ? 0 : double.PositiveInfinity;
        var log = LogOf(x);
        var rough = log.High * y;
        return Math.Abs(rough) > FarFromRange ? rough < 0 ? 0 : double.PositiveInfinity : Exp(log * y);
    }

    /// <summary>1 − β^t: what an exponential average of ones has reached after t steps.</summary>
    /// <param name="beta">β in [0, 1).</param>
    /// <param name="steps">t, at least 0.</param>
    /// <returns>1 minus the double nearest to β^t, rounded; so 1 itself once t·(1 − β) > 40, for then β^t &lt; e⁻⁴⁰ &lt; 2⁻⁵⁴.</returns>
    public static double OneMinusPow(double beta, long steps) => steps * (1 - beta) > 40 ? 1 : 1 - Pow(beta, steps);

    /// <summary>cos x.</summary>
    /// <param name="x">In radians, of magnitude 2³⁰ at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">x is larger, or NaN.</exception>
    public static double Cos(double x)
    {
        if (!(Math.Abs(x) <= LargestAngle))
            throw new ArgumentOutOfRangeException(nameof(x), x, $"cos {x}: expected an angle of at most {LargestAngle} radians.");
        var quarters = Math.Round(x / QuarterFirst);
        var r = Less(x, quarters, QuarterFirst, QuarterSecond, QuarterThird);
        return ((long)quarters & 3) switch
        {
            0 => Taylor(r, 0).High,
            1 => -Taylor(r, 1).High,
            2 => -Taylor(r, 0).High,
            _ => Taylor(r, 1).High,
        };
    }

    /// <summary>sin x and cos x of a float.</summary>
    /// <remarks>
    /// x = q·π/2 + r with |r| ≤ π/4, in double with π/2 rounded to it; then sin r ≈ r + s₁r³ + s₂r⁵ + s₃r⁷ and cos r ≈ 1 + c₁r² + … + c₄r⁸,
    /// rounded to float. The coefficients are those of the best approximation there is by such polynomials: |sin r − …| ≤ 3.6e-9·|r| and
    /// |cos r − …| ≤ 5.4e-11 are the smallest possible largest errors (Remez' algorithm with 50 digits). With the rounding: within 0.56
    /// units in the last place. Close to a multiple of π/2 the result is off by up to q·1e-16 besides, for π/2's own rounding.
    /// </remarks>
    /// <param name="x">In radians, of magnitude 100 at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">x is larger, or NaN.</exception>
    public static (float Sin, float Cos) SinCos(float x)
    {
        if (!(MathF.Abs(x) <= LargestAngleOfFloat))
            throw new ArgumentOutOfRangeException(nameof(x), x, $"sin {x}: expected an angle of at most {LargestAngleOfFloat} radians.");
        var quarters = Math.Floor(x / QuarterFirst + 0.5);
        var r = x - quarters * QuarterFirst;
        var (s, c) = WithinEighth(r);
        var (sine, cosine) = ((float)s, (float)c);
        return ((int)quarters & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    /// <summary>The polynomials of <see cref="SinCos"/>, for |r| ≤ π/4.</summary>
    internal static (double Sin, double Cos) WithinEighth(double r)
    {
        var square = r * r;
        return (
            r + r * square * (Sin3 + square * (Sin5 + square * Sin7)),
            1 + square * (Cos2 + square * (Cos4 + square * (Cos6 + square * Cos8))));
    }

    private static double Exp(DoubleDouble x)
    {
        if (Math.Abs(x.High) > FarFromRange)
            return x.High < 0 ? 0 : double.PositiveInfinity;
        var (root, rest, exponent) = Split(x);
        return Math.ScaleB((root + root * rest).High, exponent);
    }

    /// <summary>e^x = 2ᵏ·2^(j/64)·(1 + e^r − 1) with whole k, j in [0, 64) and |r| ≤ ln 2/128: the second factor, e^r − 1 to about 2⁻⁹⁹ of
    /// itself, and k.</summary>
    internal static (DoubleDouble Root, DoubleDouble Minus1, int Exponent) Split(DoubleDouble x)
    {
        const double Part = 1.0 / Roots;
        var count = Math.Round(x.High * (Roots / Ln2First));
        var r = Less(x, count * Part, Ln2First, Ln2Second, Ln2Third);
        var tail = _inverseFactorials[TermsOfExp].High;
        for (var n = TermsOfExp - 1; n > PreciseTerms; n--)
            tail = Math.FusedMultiplyAdd(tail, r.High, _inverseFactorials[n].High);
        DoubleDouble sum = tail;
        for (var n = PreciseTerms; n >= 1; n--)
            sum = sum * r + _inverseFactorials[n];
        return (_roots[(int)count & (Roots - 1)], sum * r, (int)count >> LogarithmOfRoots);
    }

    /// <summary>
    /// ln x of a positive finite number, to about 2⁻⁹⁷ of itself: x = 2ᵉ·m with m in [√½, √2]; y ≈ ln m to double precision, and ln m = y +
    /// ln(1 + d) with d = m·e^−y − 1, of magnitude 1e-15 at most.
    /// </summary>
    internal static DoubleDouble LogOf(double x)
    {
        var exponent = Math.ILogB(x);
        var m = Math.ScaleB(x, -exponent);
        if (m > 1.4142135623730951)
            (m, exponent) = (m / 2, exponent + 1);
        var y = NormalDistribution.Logarithm(m);
        var (root, rest, power) = Split(-y);
        var product = root * Math.ScaleB(m, power);
        var d = product - 1 + product * rest;
        var log = (DoubleDouble)y + (d - d * d * 0.5);
        return exponent == 0 ? log : new DoubleDouble(Ln2First, Ln2Second) * exponent + log;
    }

    /// <summary>x − k·c, c given as three doubles; |k| below 2³⁰.</summary>
    private static DoubleDouble Less(DoubleDouble x, double k, double first, double second, double third) =>
        x - DoubleDouble.Product(k, first) - DoubleDouble.Product(k, second) - k * third;

    /// <summary>cos r by its even terms (from 0), or sin r by its odd ones (from 1), for |r| ≤ π/4.</summary>
    private static DoubleDouble Taylor(DoubleDouble r, int from)
    {
        var square = r * r;
        var sum = _inverseFactorials[TermsOfCos + from];
        for (var n = TermsOfCos - 2 + from; n >= from; n -= 2)
            sum = _inverseFactorials[n] - sum * square;
        return from == 0 ? sum : sum * r;
    }

    private static ImmutableArray<DoubleDouble> InverseFactorials()
    {
        var inverses = ImmutableArray.CreateBuilder<DoubleDouble>(TermsOfCos + 2);
        DoubleDouble factorial = 1;
        for (var n = 0; n < TermsOfCos + 2; n++)
        {
            factorial *= Math.Max(n, 1);
            inverses.Add(1 / factorial);
        }

        return inverses.MoveToImmutable();
    }

    private static ImmutableArray<DoubleDouble> RootsOfTwo()
    {
        var roots = new DoubleDouble[Roots];
        roots[0] = 1;
        DoubleDouble root = 2;
        for (var step = Roots / 2; step >= 1; step /= 2)
        {
            // One step of Newton's method from the double's root.
            var rough = Math.Sqrt(root.High);
            root = (DoubleDouble)rough + (root - DoubleDouble.Product(rough, rough)) * (0.5 / rough);
            for (var j = 0; j < Roots; j += 2 * step)
                roots[j + step] = roots[j] * root;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(roots);
    }
}
