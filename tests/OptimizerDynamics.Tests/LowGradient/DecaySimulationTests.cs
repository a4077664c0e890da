using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Tests;

/// <summary>The simulation is the optimizer, lane by lane, and its measures are what their names say.</summary>
public sealed class DecaySimulationTests
{
    private const int Iterations = 400;

    public static TheoryData<string> Everyone => DecayLawTests.Everyone;

    /// <summary>Thirty-seven lanes of several λ, noises, activities and seeds: each is a run of its own, to the bit.</summary>
    [Theory]
    [MemberData(nameof(Everyone))]
    public void A_lane_is_a_run_of_the_optimizer(string name)
    {
        var optimizer = OptimizerCatalog.Find(name)!;
        var schedule = new FractionDrops([0.5], 0.1);
        var lanes = Lanes();
        foreach (var regularization in Enum.GetValues<Regularization>())
        {
            var simulation = new DecaySimulation(
                DecaySimulation.UnitChain(optimizer, Settings, regularization, schedule), lanes, Iterations);
            simulation.Run(Iterations);
            var outcomes = simulation.Outcomes();
            for (var i = 0; i < lanes.Length; i++)
            {
                var path = Path(optimizer, schedule, regularization, lanes[i]);
                Assert.Equal(path[^1], simulation.Parameters[i]);
                Assert.Equal(Outcome(path, 50), outcomes[i]);
            }
        }
    }

    [Fact]
    public void Neighbours_and_pauses_change_nothing()
    {
        var chain = DecaySimulation.UnitChain(OptimizerCatalog.Find("adam")!, Settings, Regularization.L2);
        var lanes = Lanes();
        var together = new DecaySimulation(chain, lanes, Iterations);
        foreach (var count in (int[])[0, 1, 49, 1, 149, 200])
            together.Run(count);
        Assert.Equal(Iterations, together.Step);

        for (var i = 0; i < lanes.Length; i++)
        {
            var alone = new DecaySimulation(chain, [lanes[i]], Iterations);
            alone.Run(Iterations);
            Assert.Equal(alone.Parameters[0], together.Parameters[i]);
            Assert.Equal(alone.Outcomes()[0], together.Outcomes()[i]);
        }
    }

    [Fact]
    public void The_gradient_is_noise_then_little_noise_then_only_sometimes()
    {
        var process = new GradientProcess { NoiseBefore = 2, NoiseAfter = 0.5, Transition = 1000, ActiveFraction = 0.25 };
        var random = new CounterRandom(5);
        var gradients = Enumerable.Range(0, 41_000).Select(i => process.At(random, i)).ToArray();

        Assert.Equal(2, Deviation(gradients[..1000]), 0.15);
        Assert.DoesNotContain(0.0, gradients[..1000]);
        Assert.Equal(0.25, gradients[1000..].Count(g => g != 0) / 40_000.0, 0.01);
        Assert.Equal(0.5, Deviation([.. gradients[1000..].Where(g => g != 0)]), 0.02);
        Assert.Equal(2 * random.At(3).Normal, gradients[3]);
        // More activity adds gradients and takes none away.
        var more = process with { ActiveFraction = 0.5 };
        Assert.All(Enumerable.Range(1000, 1000), i => Assert.True(gradients[i] == 0 || more.At(random, i) == gradients[i]));

        static double Deviation(double[] values) => Math.Sqrt(values.Average(value => value * value));
    }

    /// <summary>
    /// The number of images with a gradient is binomial, the gradient their mean; and a lane draws what the process says.
    /// </summary>
    [Theory]
    [InlineData(2, 0.25)]
    [InlineData(16, 0.01)]
    [InlineData(64, 0.5)]
    [InlineData(4000, 0.5)] // where (1 − p)ᴮ is nothing that a number can hold
    [InlineData(8, 1.0)]
    public void A_mini_batch_has_the_mean_of_its_images(int size, double fraction)
    {
        var process = new GradientProcess
        {
            NoiseBefore = 2,
            NoiseAfter = 0.5,
            Transition = 10,
            ActiveFraction = fraction,
            BatchSize = size,
        };
        var random = new CounterRandom(7);
        const int Count = 40_000;
        var count = new ActiveImageCount(process);
        var active = Enumerable.Range(0, Count).Select(i => (double)count.At(random.At((ulong)i).Uniform)).ToArray();
        var (mean, variance) = (size * fraction, size * fraction * (1 - fraction));
        // Five standard errors, of the mean and, for a distribution that is nearly normal or rare, of the variance.
        Assert.Equal(mean, active.Average(), 5 * Math.Sqrt(variance / Count) + 1e-12);
        Assert.Equal(
            variance, active.Average(n => (n - mean) * (n - mean)), 5 * Math.Sqrt((2 * variance * variance + variance) / Count) + 1e-12);
        Assert.All(active, n => Assert.InRange(n, 0, size));
        var gradients = Enumerable.Range(10, Count).Select(i => process.At(random, i)).ToArray();
        Assert.Equal(0.25 * fraction / size, gradients.Average(g => g * g), 0.25 * fraction / size * 5 * Math.Sqrt((2 + 3 / mean) / Count));
        Assert.Equal(2 * random.At(3).Normal / Math.Sqrt(size), process.At(random, 3));

        var simulation = new DecaySimulation(
            Optimizers.Sgd(learningRate: 1, momentum: 0),
            [new DecayLane(0, process with { BatchSize = 1 }, 7), new DecayLane(0, process, 7)], 12, initialValue: 0);
        var expected = 0.0;
        for (var i = 0; i < 12; i++)
        {
            simulation.Run(1);
            expected -= process.At(random, i);
            Assert.Equal(expected, simulation.Parameters[1], 1e-12);
        }
    }

    [Fact]
    public void A_parameter_that_is_never_regularized_never_decays()
    {
        var chain = DecaySimulation.UnitChain(OptimizerCatalog.Find("sgd")!, new Dictionary<string, double>(), Regularization.None);
        var simulation = new DecaySimulation(
            chain, [new DecayLane(0.1, new GradientProcess { Transition = 0, NoiseAfter = 0 }, 1)], 100, initialValue: -2);
        simulation.Run(100);
        Assert.Equal(new DecayOutcome(2, double.PositiveInfinity, double.PositiveInfinity, 2), simulation.Outcomes()[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => simulation.Run(1));
    }

    [Fact]
    public void Before_the_transition_nothing_is_known_and_a_lane_that_diverged_has_not_survived()
    {
        var process = new GradientProcess { Transition = 10, NoiseBefore = 0, NoiseAfter = 0 };
        var simulation = new DecaySimulation(
            Optimizers.Sgd(learningRate: 1, momentum: 0, l2: 1), [new DecayLane(1e-3, process, 1), new DecayLane(1e9, process, 1)], 100);
        simulation.Run(9);
        Assert.True(double.IsNaN(simulation.Outcomes()[0].AtTransition));
        simulation.Run(91);
        var outcomes = simulation.Outcomes();
        Assert.Equal(Math.Pow(0.999, 10), outcomes[0].AtTransition, 1e-12);
        Assert.Equal(double.PositiveInfinity, outcomes[0].TimeToThreshold);
        Assert.True(double.IsNaN(outcomes[1].TimeToThreshold) && !double.IsFinite(outcomes[1].Final));
    }

    [Fact]
    public void A_decay_of_other_kinds_does_nothing_to_a_weight()
    {
        var lane = new DecayLane(0.5, new GradientProcess { Transition = 0, NoiseAfter = 0 }, 1);
        var simulation = new DecaySimulation(
            Optimizers.Sgd(learningRate: 0.1, momentum: 0, weightDecay: 1, decayed: ParameterKinds.Bias), [lane], 5);
        simulation.Run(5);
        Assert.Equal(1, simulation.Parameters[0]);
    }

    [Fact]
    public void What_cannot_be_simulated_is_refused()
    {
        var chain = Optimizers.Adam(l2: 1);
        var lane = new DecayLane(1e-3, new GradientProcess(), 1);
        Assert.Throws<ArgumentException>(() => new DecaySimulation(chain, [], 10));
        Assert.Throws<ArgumentException>(
            () => new DecaySimulation(chain, [lane, lane with { Process = new GradientProcess { Transition = 5 } }], 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DecaySimulation(chain, [lane with { Lambda = -1 }], 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DecaySimulation(Optimizers.Adam(), [lane with { Lambda = double.NaN }], 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DecaySimulation(chain, [lane], 10, initialValue: double.NaN));
        Assert.Throws<ArgumentException>(() => new DecaySimulation(chain, [default], 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DecaySimulation(chain, [lane], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DecaySimulation(chain, [lane], 10, threshold: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientProcess { NoiseAfter = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientProcess { ActiveFraction = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientProcess { Transition = -1 });
        Assert.Throws<ArgumentException>(() =>
            DecaySimulation.UnitChain(OptimizerCatalog.Find("sgd")!, new Dictionary<string, double> { ["l2"] = 1 }, Regularization.L2));
    }

    private static Dictionary<string, double> Settings => new() { ["lr"] = 0.01 };

    private static DecayLane[] Lanes()
    {
        var draw = new Draw(3);
        return [.. Enumerable.Range(0, 37).Select(i => new DecayLane(
            draw.LogUniform(1e-4, 1e-1),
            new GradientProcess { Transition = 50, NoiseAfter = draw.LogUniform(1e-6, 1e-2), ActiveFraction = draw.Pick(1, 0.5, 0.01) },
            (ulong)(i / 7)))];
    }

    /// <summary>θ before the first iteration and after each, by the plain CPU interpreter.</summary>
    private static double[] Path(NamedOptimizer optimizer, Schedule schedule, Regularization regularization, DecayLane lane)
    {
        var settings = Settings;
        foreach (var kind in Enum.GetValues<Regularization>().Where(kind => kind != Regularization.None))
            settings.Add(CommonSettings.Of(kind)!.Key, regularization == kind ? lane.Lambda : 0);
        var reference = new CpuOptimizer<double>(optimizer.Build(settings, schedule), ParameterLayout.Vector(1), Iterations);
        double[] theta = [1];
        var path = new List<double> { 1 };
        for (var i = 0; i < Iterations; i++)
        {
            reference.Step(theta, [lane.Process.At(new CounterRandom(lane.Seed), i)]);
            path.Add(theta[0]);
        }

        return [.. path];
    }

    private static DecayOutcome Outcome(double[] path, int transition)
    {
        var start = Math.Abs(path[transition]);
        double First(Func<double, bool> isBelow, int from) =>
            Enumerable.Range(from, path.Length - from)
                .Where(i => isBelow(Math.Abs(path[i])))
                .Select(i => (double)(i - transition))
                .FirstOrDefault(double.PositiveInfinity);
        return new DecayOutcome(
            start, First(magnitude => magnitude <= start / 2, transition + 1), First(magnitude => magnitude < 1e-3, transition),
            Math.Abs(path[^1]));
    }
}
