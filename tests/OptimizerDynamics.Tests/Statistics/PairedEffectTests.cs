namespace OptimizerDynamics.Tests;

/// <summary>
/// Effects over seeds: p-values by hand, by their own definition and by how often they err, intervals by how often they hold the truth.
/// </summary>
public sealed class PairedEffectTests
{
    /// <summary>Counted by hand: of the eight choices of signs of 1, 2, 3 two have a sum as far from 0 as 6, and so on.</summary>
    [Theory]
    [InlineData(new[] { 1.0, 2, 3 }, 2 / 8.0)]
    [InlineData(new[] { -1.0, 2, 3 }, 4 / 8.0)] // ±4 and ±6
    [InlineData(new[] { -1.0, -2, 3 }, 1)]
    [InlineData(new[] { 1.0, 1, 1, 1, 1 }, 2 / 32.0)]
    [InlineData(new[] { 1.0, 1, 1, 1, 1, 1 }, 2 / 64.0)]
    [InlineData(new[] { 1.0, 1, 1, 1, 1, -1 }, 14 / 64.0)]
    [InlineData(new[] { 0.1, 0.2, 0.3 }, 2 / 8.0)] // whose sums round differently in another order
    [InlineData(new[] { 0.0, 0, 0 }, 1)]
    [InlineData(new[] { 7.0 }, 1)]
    public void The_p_value_is_the_share_of_signs_that_are_as_extreme(double[] differences, double expected) =>
        Assert.Equal(expected, PairedEffect.Of(differences).PValue, 1e-12);

    [Fact]
    public void It_is_what_the_definition_gives()
    {
        for (ulong sample = 0; sample < 50; sample++)
        {
            double[] values = [.. Normals(sample, 9, 0.5)];
            var extreme = 0;
            for (var choice = 0; choice < 512; choice++)
            {
                if (Math.Abs(values.Select((value, place) => (choice >> place & 1) == 0 ? value : -value).Sum())
                    >= Math.Abs(values.Sum()) - 1e-9)
                    extreme++;
            }

            Assert.Equal(extreme / 512.0, PairedEffect.Of(values).PValue, 1e-12);
        }
    }

    /// <summary>
    /// Random choices stand for all where there are too many: both give nearly the same for a sample just within and one with a difference
    /// more that hardly counts.
    /// </summary>
    [Fact]
    public void Many_seeds_are_tested_by_random_choices_of_signs()
    {
        double[] values = [.. Normals(3, PairedEffect.MostCounted, 0.4)];
        var (exact, random) = (PairedEffect.Of(values).PValue, PairedEffect.Of([.. values, 1e-9]).PValue);
        Assert.InRange(exact, 0.001, 0.5);
        Assert.Equal(exact, random, 5 * Math.Sqrt(exact / 1e5)); // five standard deviations of the count
    }

    /// <summary>Where there is no effect, one sample in twenty is called one: at most, because p-values are steps of 2/2ⁿ.</summary>
    [Fact]
    public void Without_an_effect_it_errs_as_often_as_it_says()
    {
        var errors = Enumerable.Range(0, 1000)
            .Count(sample => Verdict.OfPairs([.. Normals((ulong)sample, 8, 0)]).Outcome != VerdictOutcome.Inconclusive);
        Assert.InRange(errors, 47 - 4 * 6.7, 47 + 4 * 6.7); // 1000 × 12/256 = 47 expected; four standard deviations
    }

    [Fact]
    public void The_interval_of_many_holds_the_truth_as_often_as_it_says()
    {
        const int Samples = 100;
        var held = Enumerable.Range(0, Samples).Count(sample => PairedEffect.Of(Normals((ulong)sample, 40, 1)) is { Low: < 1, High: > 1 });
        Assert.InRange(held, 85, 100); // 94 for 40 numbers, and four standard deviations of 2.4 below
    }

    [Fact]
    public void The_interval_of_six_is_narrower_than_it_should_be()
    {
        const int Samples = 100;
        var held = Enumerable.Range(0, Samples).Count(sample => PairedEffect.Of(Normals((ulong)sample, 6, 1)) is { Low: < 1, High: > 1 });
        Assert.InRange(held, 72, 98); // some 88: the documentation says so, and verdicts go by the p-value
    }

    /// <summary>
    /// scipy.stats.bootstrap((x,), np.mean, method='BCa') gives about the same for these: the interval follows the skew to the right.
    /// </summary>
    [Fact]
    public void The_interval_of_a_skewed_sample_is_skewed()
    {
        var effect = PairedEffect.Of([0.1, 0.2, 0.2, 0.3, 0.3, 0.4, 0.5, 3]);
        Assert.True(effect.High - effect.Mean > 2 * (effect.Mean - effect.Low), $"{effect.Low} {effect.Mean} {effect.High}");
        Assert.InRange(effect.Low, 0.2, 0.4);
    }

    [Fact]
    public void Size_is_mean_over_standard_deviation()
    {
        var effect = PairedEffect.Of([1, 2, 3]);
        Assert.Equal((2, 2, 3), (effect.Mean, effect.Standardized, effect.Count));
        Assert.Equal(double.NegativeInfinity, PairedEffect.Of([-0.1, -0.1, -0.1]).Standardized);
        Assert.Equal(0, PairedEffect.Of([0, 0]).Standardized);
        Assert.Equal((5, 5), (PairedEffect.Of([5, 5, 5]).Low, PairedEffect.Of([5, 5, 5]).High));
        Assert.Equal(PairedEffect.Of([1, 2, 4]), PairedEffect.Of([1, 2, 4]));
    }

    [Fact]
    public void Another_sign_gives_the_other_verdict()
    {
        double[] values = [0.1, 0.3, 0.2, 0.25, 0.15, 0.2];
        Assert.Equal(VerdictOutcome.Supported, Verdict.OfPairs(values).Outcome);
        Assert.Equal(VerdictOutcome.Contradicted, Verdict.OfPairs([.. values.Select(value => -value)]).Outcome);
        Assert.Equal(VerdictOutcome.Inconclusive, Verdict.OfPairs(values[..5]).Outcome);
        Assert.Equal(0.2, Verdict.OfPairs(values).Paired!.Mean, 1e-12);
    }

    [Fact]
    public void What_is_no_sample_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PairedEffect.Of([]));
        Assert.Throws<ArgumentException>(() => PairedEffect.Of([1, double.PositiveInfinity]));
    }

    private static IEnumerable<double> Normals(ulong sample, int count, double mean) =>
        Enumerable.Range(0, count).Select(i => mean + new CounterRandom(17, sample).At((ulong)i).Normal);
}
