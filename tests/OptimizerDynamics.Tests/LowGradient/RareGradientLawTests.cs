namespace OptimizerDynamics.Tests;

/// <summary>Rare gradients in Adam with L2: the law against its limits and against simulations.</summary>
public sealed class RareGradientLawTests
{
    private static readonly RareGradientLaw _law =
        new() { ActiveFraction = 1e-3, BatchSize = 16, Beta2 = 0.99, LearningRate = 1e-3, Lambda = 1e-3 };

    /// <summary>With a small λ and a small α it is the closed form: αλ·E[1/√v] a step.</summary>
    [Theory]
    [InlineData(1e-3, 16, 0.99)]
    [InlineData(1e-2, 64, 0.9)]
    [InlineData(0.1, 512, 0.999)]
    public void The_closed_form_is_its_limit(double fraction, double size, double beta2)
    {
        var law = _law with { ActiveFraction = fraction, BatchSize = size, Beta2 = beta2, LearningRate = 1e-6, Lambda = 1e-6 };
        var closed = Math.Log(2) / (law.LearningRate * law.Lambda * DecayLaws.MeanInverseRoot(fraction, size, 1, beta2));
        Assert.InRange(law.Steps(0.5) / closed, 0.98, 1.02);
    }

    /// <summary>Where no gradient comes, half of θ is gone after θ₀/2α steps, and the little that v's memory of a larger θ costs.</summary>
    [Fact]
    public void Sign_descent_is_its_limit() =>
        Assert.InRange((_law with { ActiveFraction = 1e-12, Beta2 = 0.9 }).Steps(0.5), 500, 515);

    /// <summary>Where the margin is large the slowest mini-batch is the closed form's, and where it is not, it is not.</summary>
    [Theory]
    [InlineData(1e-3, 1e-3, 1e-3, 10, 0.9, 1.15)]
    [InlineData(1e-4, 1e-4, 1e-5, 100, 0.9, 1.15)]
    [InlineData(1e-4, 1e-3, 1e-3, 1, 2.5, 3.2)] // λθ is as large as √v: the closed form says 158
    public void The_slowest_mini_batch_is_the_closed_forms_where_the_margin_is_large(
        double fraction, double rate, double lambda, double margin, double low, double high)
    {
        var law = _law with { ActiveFraction = fraction, LearningRate = rate, Lambda = lambda };
        Assert.Equal(margin, law.ClosedFormMargin, 1e-9 * margin);
        Assert.InRange(DecayLaws.SlowestBatchSize(fraction, 0.99) / law.SlowestBatchSize(0.5), low, high);
    }

    /// <summary>With the other condition missed, the memory of v as long as θ₀/α steps, the slowest mini-batch is four times the closed
    /// form's.</summary>
    [Fact]
    public void A_long_memory_moves_the_slowest_mini_batch()
    {
        var law = _law with { Beta2 = 0.999 };
        Assert.Equal(1, law.ClosedFormMargin, 1e-9);
        Assert.InRange(law.SlowestBatchSize(0.5) / DecayLaws.SlowestBatchSize(1e-3, 0.999), 3, 5);
    }

    /// <summary>
    /// Half-lives of Adam's L2 with rare gradients against the law, for λθ small and large against √v. Noise takes θ across the half before
    /// the mean is there, most where it takes longest; and where few gradients come at all, the median is not the mean.
    /// </summary>
    [Theory]
    [InlineData(1e-3, 16, 0.99)]
    [InlineData(1e-2, 128, 0.99)]
    [InlineData(1e-4, 64, 0.99)]
    [InlineData(1e-3, 128, 0.9)]
    [InlineData(1e-3, 32, 0.999)]
    [InlineData(1e-5, 8, 0.99)]
    public void It_gives_Adams_half_life(double fraction, int size, double beta2)
    {
        var process = new GradientProcess { NoiseAfter = 1, Transition = 0, ActiveFraction = fraction, BatchSize = size };
        var chain = DecaySimulation.UnitChain(
            OptimizerCatalog.Find("adam")!, new Dictionary<string, double> { ["beta2"] = beta2 }, Regularization.L2);
        const int Iterations = 12_000;
        var simulation = new DecaySimulation(
            chain, Enumerable.Range(1, 48).Select(seed => new DecayLane(1e-3, process, (ulong)seed)), Iterations);
        simulation.Run(Iterations);
        var median = SampleMedian.Of(simulation.Outcomes().Select(outcome => outcome.HalfLife)).Median;
        var law = _law with { ActiveFraction = fraction, BatchSize = size, Beta2 = beta2 };
        Assert.InRange(median / law.Steps(0.5), 0.8, 1.2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_part_outside_its_range_is_refused(double part)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _law.Steps(part));
        Assert.Throws<ArgumentOutOfRangeException>(() => _law with { Beta2 = part });
    }

    /// <summary>Numbers at the ends of their ranges come to an end, too.</summary>
    [Fact]
    public void Extremes_come_to_an_end()
    {
        Assert.True((_law with { Lambda = 1e-200 }).Steps(0.5) > 1e200);
        Assert.InRange((_law with { Lambda = 1e200 }).Steps(0.5), 1, 1000);
        Assert.InRange((_law with { ActiveFraction = 1, BatchSize = 1e9 }).Steps(1e-9), 1, 1e9);
        Assert.True((_law with { ActiveFraction = 1e-300 }).SlowestBatchSize(0.5) >= 1);
    }
}
