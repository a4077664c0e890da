namespace OptimizerDynamics.Tests;

/// <summary>The random numbers: the authors' known answers, the distributions, and the very bits.</summary>
public sealed class CounterRandomTests
{
    private const int Count = 200_000;

    /// <summary>
    /// Known answers of the authors' own implementation (Random123) for philox4x32 with ten rounds: counter, key and result, word by word.
    /// </summary>
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void The_bits_are_Philoxs(string counter, string key, string result)
    {
        var (c, k, r) = (Words(counter), Words(key), Words(result));
        Assert.Equal((r[0], r[1]), new CounterRandom(k[0], c[1]).BitsAt(c[0]));

        static ulong[] Words(string text) =>
            [.. text.Split(' ').Select(word => Convert.ToUInt32(word, 16)).Chunk(2).Select(pair => pair[0] | (ulong)pair[1] << 32)];
    }

    /// <summary>Quantiles known to more digits than a double has, of each of the three formulas.</summary>
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.95996398454005423552)]
    [InlineData(0.99, 2.32634787404084110089)]
    [InlineData(0.95, 1.64485362695147271486)]
    [InlineData(0.999, 3.09023230616781354154)]
    [InlineData(0.75, 0.67448975019608174320)]
    [InlineData(0.9, 1.28155156554460046697)]
    [InlineData(1e-5, -4.26489079392282461)]
    [InlineData(1e-10, -6.36134090240405620)]
    [InlineData(1e-12, -7.03448382530113112)]
    [InlineData(1.1102230246251565e-16, -8.20953615160138650)]
    public void The_quantiles_are_the_normal_distributions(double probability, double quantile)
    {
        Assert.Equal(quantile, NormalDistribution.Quantile(probability), 4e-15);
        if (probability is > 0.01 and < 0.99)
            Assert.Equal(-quantile, NormalDistribution.Quantile(1 - probability), 4e-15);
    }

    [Fact]
    public void The_logarithm_is_right_to_two_units_in_the_last_place()
    {
        for (var i = 1; i < 5000; i++)
        {
            var x = Math.ScaleB(0.5 + i / 10_000.0, i % 60 - 55);
            var (expected, found) = (Math.Log(x), NormalDistribution.Logarithm(x));
            Assert.InRange(Math.Abs(found - expected), 0, 2 * (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected)) + 1e-17);
        }
    }

    /// <summary>
    /// Kolmogorov's distance of 200,000 numbers; a right generator exceeds 2.2/√n once in 8,000 times, and these numbers are always the
    /// same.
    /// </summary>
    [Fact]
    public void Uniform_and_normal_numbers_have_their_distributions_and_nothing_to_do_with_each_other()
    {
        var random = new CounterRandom(42, 7);
        var numbers = Enumerable.Range(0, Count).Select(i => random.At((ulong)i)).ToArray();
        double[] uniform = [.. numbers.Select(number => number.Uniform).Order()],
        normal = [.. numbers.Select(number => number.Normal).Order()];
        double Distance(Func<int, double> probability) => Enumerable.Range(0, Count).Max(i => Math.Abs(probability(i) - (i + 0.5) / Count));

        Assert.InRange(Distance(i => uniform[i]), 0, 2.2 / Math.Sqrt(Count));
        Assert.InRange(Distance(i => MathNormal(normal[i])), 0, 2.2 / Math.Sqrt(Count));
        var correlation = numbers.Average(number => (number.Uniform - 0.5) * Math.Sqrt(12) * number.Normal);
        Assert.InRange(Math.Abs(correlation), 0, 4 / Math.Sqrt(Count));
        var follows = numbers.Zip(numbers.Skip(1)).Average(pair => pair.First.Normal * pair.Second.Normal);
        Assert.InRange(Math.Abs(follows), 0, 4 / Math.Sqrt(Count));
    }

    [Fact]
    public void Seeds_streams_and_indices_all_count()
    {
        (ulong, ulong)[] different =
        [
            new CounterRandom(1, 0).BitsAt(0), new CounterRandom(0, 1).BitsAt(0), new CounterRandom(0, 0).BitsAt(1),
            new CounterRandom(1UL << 32, 0).BitsAt(0), new CounterRandom(0, 1UL << 32).BitsAt(0), new CounterRandom(0, 0).BitsAt(1UL << 32),
        ];
        Assert.Equal(different.Length, different.Distinct().Count());
        Assert.True(new CounterRandom(3, 4) == new CounterRandom(3, 4) && new CounterRandom(3, 4) != new CounterRandom(4, 3));
    }

    /// <summary>The same on every machine: this checksum was found by an implementation in another language as well.</summary>
    [Fact]
    public void The_numbers_are_these_to_the_last_bit()
    {
        var random = new CounterRandom(2019);
        ulong sum = 0;
        for (ulong i = 0; i < 10_000; i++)
        {
            var (uniform, normal) = random.At(i);
            sum = unchecked(sum * 31 + BitConverter.DoubleToUInt64Bits(uniform) + 17 * BitConverter.DoubleToUInt64Bits(normal));
        }

        Assert.Equal(15793938397623825937UL, sum);
    }

    /// <summary>The distribution function by its series, accurate enough for a distance of 0.005.</summary>
    private static double MathNormal(double x)
    {
        var (sum, term) = (x, x);
        for (var k = 1; k < 200; k++)
            sum += term *= x * x / (2 * k + 1);
        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_quantile_is_of_a_probability_between_0_and_1(double probability)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(probability));
        Assert.Equal(-38.467, NormalDistribution.Quantile(double.Epsilon), 1e-3);
    }
}
