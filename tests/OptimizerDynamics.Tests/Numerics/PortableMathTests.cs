using OptimizerDynamics.Testing;
using Xunit.Abstractions;

namespace OptimizerDynamics.Tests;

/// <summary>The functions against their series in 1,280 bits.</summary>
public sealed class PortableMathTests(ITestOutputHelper output)
{
    private const int Cases = 240;

    /// <summary>One of 2³⁵ results may be the double on the true value's other side; among these none is.</summary>
    private const double Nearest = 0.5 + 1e-9;

    private readonly CounterRandom _random = new(17);

    [Fact]
    public void Exponentials_are_the_nearest_doubles()
    {
        var errors = new ErrorDistribution();
        for (var i = 0; i < Cases; i++)
        {
            var x = (i % 4) switch { 0 => Uniform(i, -707, 707), 1 => Uniform(i, -1, 1), 2 => Uniform(i, -1e-3, 1e-3), _ => i / 4 - 50 };
            errors.Add(Math.Abs(FixedPoint.Of(x).Exp().UnitsFrom(PortableMath.Exp(x))));
        }

        AssertNearest(errors);
    }

    [Fact]
    public void Logarithms_are_the_nearest_doubles()
    {
        var errors = new ErrorDistribution();
        for (var i = 0; i < Cases; i++)
        {
            var x = (i % 4) switch
            {
                0 => Math.ScaleB(Uniform(i, 0.5, 1), i - 200),
                1 => Uniform(i, 0.5, 2),
                2 => 1 + Uniform(i, -1e-9, 1e-9),
                _ => i + 2,
            };
            errors.Add(Math.Abs(FixedPoint.Log(x).UnitsFrom(PortableMath.Log(x))));
        }

        AssertNearest(errors);
    }

    [Fact]
    public void Powers_are_the_nearest_doubles()
    {
        var errors = new ErrorDistribution();
        for (var i = 0; i < Cases; i++)
        {
            double[] betas = [0.9, 0.99, 0.999, 0.96, 10];
            var x = i % 6 == 5 ? Uniform(i, 0, 3) : betas[i % 6];
            var y = i % 6 == 5 ? Uniform(i + Cases, -40, 40) : i % 6 == 4 ? i / 24.0 : i * 7;
            errors.Add(Math.Abs((FixedPoint.Log(x) * FixedPoint.Of(y)).Exp().UnitsFrom(PortableMath.Pow(x, y))));
        }

        AssertNearest(errors);
    }

    [Fact]
    public void Cosines_are_the_nearest_doubles()
    {
        var errors = new ErrorDistribution();
        for (var i = 0; i < Cases; i++)
        {
            var x = (i % 3) switch { 0 => Uniform(i, -4, 4), 1 => Math.PI * i / Cases, _ => Uniform(i, -1e9, 1e9) };
            errors.Add(Math.Abs(FixedPoint.Of(x).SinCos().Cos.UnitsFrom(PortableMath.Cos(x))));
        }

        AssertNearest(errors);
    }

    /// <summary>0.56 units: half of one for the rounding to float, and for the polynomials 3.6e-9 of at most 2²⁴ units, 0.06.</summary>
    [Fact]
    public void Sines_and_cosines_of_floats_are_within_their_bound()
    {
        var errors = new ErrorDistribution();
        for (var i = 0; i < Cases * 2; i++)
        {
            var x = (float)Uniform(i, -8, 8);
            var (expected, found) = (FixedPoint.Of(x).SinCos(), PortableMath.SinCos(x));
            errors.Add(Math.Abs(expected.Sin.UnitsFrom(found.Sin, isFloat: true)));
            errors.Add(Math.Abs(expected.Cos.UnitsFrom(found.Cos, isFloat: true)));
            Assert.Equal((-found.Sin, found.Cos), PortableMath.SinCos(-x));
        }

        output.WriteLine($"{errors}");
        Assert.InRange(errors.Largest, 0.49, 0.561);
        Assert.Equal((0f, 1f), PortableMath.SinCos(0));
    }

    /// <summary>A polynomial is the best there is where the error's extremes alternate and are equally large, as many as it has
    /// coefficients and one (Chebyshev).</summary>
    [Fact]
    public void The_polynomials_of_sine_and_cosine_are_the_best_of_their_degrees()
    {
        AssertAlternates(4, 3.59095e-9, r => (PortableMath.WithinEighth(r).Sin - Math.Sin(r)) / r);
        AssertAlternates(5, 5.36633e-11, r => PortableMath.WithinEighth(r).Cos - Math.Cos(r));
    }

    [Fact]
    public void What_an_average_has_reached_is_one_less_the_power()
    {
        foreach (var beta in new[] { 0, 0.5, 0.9, 0.99, 0.999 })
        {
            for (var t = 1; t < 50_000; t = t * 5 / 4 + 1)
                Assert.Equal(1 - PortableMath.Pow(beta, t), PortableMath.OneMinusPow(beta, t));
        }
    }

    [Fact]
    public void Ends_of_the_range_are_what_they_should_be()
    {
        Assert.Equal([0, 1, double.PositiveInfinity, 0], new[] { double.NegativeInfinity, 0, 710, -800 }.Select(PortableMath.Exp));
        Assert.Equal(
            [double.NegativeInfinity, 0, double.PositiveInfinity], new[] { 0, 1, double.PositiveInfinity }.Select(PortableMath.Log));
        Assert.All([double.NaN, -1], x => Assert.Equal(double.NaN, PortableMath.Log(x)));
        Assert.Equal(double.NaN, PortableMath.Exp(double.NaN));
        Assert.Equal(double.Epsilon, PortableMath.Exp(-744.5));
        Assert.Equal(Math.Log(double.Epsilon), PortableMath.Log(double.Epsilon));
        Assert.Equal([1, 1, 0, 0], new[] { (0, 0), (1, 1e300), (0, 2), (0.5, 1e300) }.Select(Power));
        Assert.All([(0, -2), (0.5, -1e300), (double.PositiveInfinity, 1)], power => Assert.Equal(double.PositiveInfinity, Power(power)));
        Assert.All([-1, double.NaN], x => Assert.Throws<ArgumentOutOfRangeException>(() => PortableMath.Pow(x, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PortableMath.Pow(2, double.NaN));
        Assert.All([1e10, double.NaN], x => Assert.Throws<ArgumentOutOfRangeException>(() => PortableMath.Cos(x)));
        Assert.All([101, float.NaN], x => Assert.Throws<ArgumentOutOfRangeException>(() => PortableMath.SinCos(x)));
    }

    private static double Power((double X, double Y) of) => PortableMath.Pow(of.X, of.Y);

    private static void AssertAlternates(int count, double largest, Func<double, double> error)
    {
        const int Steps = 20_000;
        var errors = Enumerable.Range(Steps / 50, Steps - Steps / 50 + 1).Select(i => error(i * (Math.PI / 4) / Steps)).ToArray();
        var extremes = new List<double>();
        foreach (var next in errors)
        {
            if (extremes.Count == 0 || Math.Sign(extremes[^1]) != Math.Sign(next))
                extremes.Add(next);
            else if (Math.Abs(next) > Math.Abs(extremes[^1]))
                extremes[^1] = next;
        }

        // The grid misses an extreme by 1e-7 of it at most, and the doubles of the difference round to 2e-16.
        Assert.Equal(count, extremes.Count);
        Assert.All(extremes, extreme => Assert.InRange(Math.Abs(extreme) / largest, 1 - 1e-5, 1 + 1e-5));
    }

    private void AssertNearest(ErrorDistribution errors)
    {
        output.WriteLine($"{errors}");
        Assert.InRange(errors.Largest, 0.4, Nearest);
    }

    private double Uniform(int index, double from, double to) => from + (to - from) * _random.At((ulong)index).Uniform;
}
