namespace OptimizerDynamics.Tests;

public sealed class SampleMedianTests
{
    /// <summary>
    /// The tables of the sign test: for 32 numbers the tenth from either end, with confidence 0.98; for 5 all of them, with 0.9375.
    /// </summary>
    [Theory]
    [InlineData(32, 10, 0.97994)]
    [InlineData(20, 6, 0.95861)]
    [InlineData(10, 2, 0.97852)]
    [InlineData(6, 1, 0.96875)]
    [InlineData(5, 1, 0.9375)]
    [InlineData(1, 1, 0)]
    [InlineData(5000, 2431, 0.95068)]
    public void The_interval_is_the_sign_tests(int count, int place, double confidence)
    {
        var median = SampleMedian.Of(Enumerable.Range(1, count).Reverse().Select(i => (double)i));
        Assert.Equal((place, count + 1 - place), ((int)median.Low, (int)median.High));
        Assert.Equal(confidence, median.Confidence, 1e-5);
        Assert.Equal((count + 1) / 2.0, median.Median);
        Assert.Equal(count, median.Count);
    }

    /// <summary>How often such an interval holds the median of the distribution is what it says.</summary>
    [Fact]
    public void The_confidence_is_the_share_of_samples_whose_interval_holds_the_median()
    {
        const int Samples = 4000, Count = 15;
        var random = new CounterRandom(11);
        var held = 0;
        var confidence = 0.0;
        for (var sample = 0; sample < Samples; sample++)
        {
            var median = SampleMedian.Of(Enumerable.Range(0, Count).Select(i => Math.Exp(random.At((ulong)(sample * Count + i)).Normal)));
            held += median.Low <= 1 && 1 <= median.High ? 1 : 0;
            confidence = median.Confidence;
        }

        // Four standard deviations of a share of 4,000.
        Assert.Equal(confidence, held / (double)Samples, 4 * Math.Sqrt(confidence * (1 - confidence) / Samples));
    }

    [Fact]
    public void What_never_happened_is_later_than_everything()
    {
        const double Never = double.PositiveInfinity;
        Assert.Equal((2, Never), (SampleMedian.Of([1, 2, Never]).Median, SampleMedian.Of([1, 2, Never]).High));
        Assert.Equal(Never, SampleMedian.Of([1, Never]).Median);
        Assert.Equal(Never, SampleMedian.Of([Never, Never]).Median);
        Assert.Equal(1.5, SampleMedian.Of([2, 1]).Median);
        Assert.Throws<ArgumentException>(() => SampleMedian.Of([]));
        Assert.Throws<ArgumentException>(() => SampleMedian.Of([1, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleMedian.Of([1], 1));
    }
}
