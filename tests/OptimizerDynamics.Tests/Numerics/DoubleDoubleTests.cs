using OptimizerDynamics.Testing;
using Xunit.Abstractions;

namespace OptimizerDynamics.Tests;

/// <summary>Pairs of doubles against numbers of 1,280 bits: the bounds that their comments name, and what they make of functions before
/// these are rounded.</summary>
public sealed class DoubleDoubleTests(ITestOutputHelper output)
{
    private const int Cases = 2000;

    private readonly CounterRandom _random = new(23);

    /// <summary>The bounds of Joldes, Muller and Popescu 2017, u = 2⁻⁵³; a quotient has about three roundings of 5u² each.</summary>
    [Fact]
    public void Operations_keep_their_bounds()
    {
        var (sums, products, quotients) = (new ErrorDistribution(), new ErrorDistribution(), new ErrorDistribution());
        for (var i = 0; i < Cases; i++)
        {
            var (a, b) = (Pair(2 * i), Pair(2 * i + 1));
            if (a.High * b.High > 0)
                sums.Add(Error(a + b, Exactly(a) + Exactly(b)));
            products.Add(Error(a * b, Exactly(a) * Exactly(b)));
            quotients.Add(Error(a / b * b, Exactly(a)));
            Assert.Equal(Exactly(a), FixedPoint.Of(a.High) + FixedPoint.Of(a.Low));
            Assert.Equal(FixedPoint.Of(a.High) + FixedPoint.Of(b.Low), Exactly(DoubleDouble.Sum(a.High, b.Low)));
            Assert.Equal(FixedPoint.Of(a.High) * FixedPoint.Of(b.High), Exactly(DoubleDouble.Product(a.High, b.High)));
        }

        var u2 = Math.ScaleB(1, -106);
        output.WriteLine($"in u²: sums {sums.Largest / u2:F1}, products {products.Largest / u2:F1}, quotients {quotients.Largest / u2:F1}");
        Assert.InRange(sums.Largest, 0, 3 * u2);
        Assert.InRange(products.Largest, 0.5 * u2, 5 * u2);
        Assert.InRange(quotients.Largest, 0.5 * u2, 16 * u2);
    }

    /// <summary>The 90 bits and more of <see cref="PortableMath"/>: measured 2⁻⁹⁸ for logarithms, 2⁻¹⁰⁴ for exponentials. A power's
    /// exponent, up to 745, takes ten bits of its logarithm's.</summary>
    [Fact]
    public void Functions_have_more_than_ninety_bits_before_they_are_rounded()
    {
        var (logarithms, exponentials) = (new ErrorDistribution(), new ErrorDistribution());
        for (var i = 0; i < 300; i++)
        {
            var u = _random.At((ulong)i).Uniform;
            var x = (i % 3) switch { 0 => u * 100, 1 => 0.7 + u, _ => 1 + (u - 0.5) * 1e-5 };
            logarithms.Add(Error(PortableMath.LogOf(x), FixedPoint.Log(x)));
            var (root, minus1, exponent) = PortableMath.Split(-300 * u);
            var power = root + root * minus1;
            exponentials.Add(Error(
                new(Math.ScaleB(power.High, exponent), Math.ScaleB(power.Low, exponent)), FixedPoint.Of(-300 * u).Exp()));
        }

        output.WriteLine($"bits: logarithms {-Math.Log2(logarithms.Largest):F1}, exponentials {-Math.Log2(exponentials.Largest):F1}");
        Assert.InRange(Math.Max(logarithms.Largest, exponentials.Largest), 0, Math.ScaleB(1, -93));
    }

    private static FixedPoint Exactly(DoubleDouble value) => FixedPoint.Of(value.High) + FixedPoint.Of(value.Low);

    /// <summary>Relative to the number expected.</summary>
    private static double Error(DoubleDouble found, FixedPoint expected) => (Exactly(found) - expected).RelativeTo(expected);

    private DoubleDouble Pair(int index)
    {
        var (u, z) = _random.At((ulong)index);
        return DoubleDouble.Sum(Math.ScaleB(z, index % 11), z * Math.ScaleB(u - 0.5, index % 11 - 53));
    }
}
