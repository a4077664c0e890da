namespace OptimizerDynamics.Tests;

/// <summary>The closed forms, held to what the optimizers do.</summary>
public sealed class DecayLawsTests
{
    private static readonly double[] _lambdas = [1e-6, 1e-4, 1e-2, 1e-1];

    public static TheoryData<string> Everyone => DecayLawTests.Everyone;

    /// <summary>Without any gradient, from the first step on.</summary>
    [Theory]
    [MemberData(nameof(Everyone))]
    public void Weight_decay_is_the_same_law_for_every_optimizer(string name)
    {
        var simulation = Silent(name, [], Regularization.WeightDecay, 1000);
        var optimizer = OptimizerCatalog.Find(name)!;
        var unit = name == "adamw" ? optimizer.ValuesOf(Preset.Paper)["lr"] : 1; // AdamW multiplies λ by the learning rate
        for (var i = 0; i < _lambdas.Length; i++)
        {
            // A thousand roundings.
            Assert.Equal(1, simulation.Parameters[i] / DecayLaws.WeightDecay(1, unit * _lambdas[i], 1000), 1e-12);
            var halfLife = DecayLaws.StepsUnderWeightDecay(unit * _lambdas[i], 0.5);
            Assert.Equal(halfLife <= 1000 ? Math.Ceiling(halfLife) : double.PositiveInfinity, simulation.Outcomes()[i].HalfLife);
        }
    }

    [Fact]
    public void Weight_decay_follows_the_schedule()
    {
        Schedule schedule = new CosineSchedule(0.1);
        var chain = DecaySimulation.UnitChain(
            OptimizerCatalog.Find("adam")!, new Dictionary<string, double>(), Regularization.WeightDecay, schedule);
        var simulation = new DecaySimulation(chain, [new DecayLane(1e-3, Silence, 1)], 500);
        simulation.Run(500);
        Assert.Equal(1, simulation.Parameters[0] / DecayLaws.WeightDecay(1, 1e-3, schedule, 500, 500), 1e-12);
        Assert.Equal(DecayLaws.WeightDecay(2, 1e-3, 500), DecayLaws.WeightDecay(2, 1e-3, Schedule.Constant, 500, 500), 1e-12);
    }

    /// <summary>Overdamped, spiralling and unstable, at the edges between them, and without momentum.</summary>
    [Theory]
    [InlineData(0.1, 0.9, 1e-3)]
    [InlineData(0.1, 0.9, 0.1)]
    [InlineData(0.1, 0, 0.1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 0.5, 0.1)]
    [InlineData(1, 0.99, 0.5)]
    [InlineData(1, 0.25, 0.25)]
    [InlineData(1, 0.25, 2.25)]
    [InlineData(1, 0.9, 4.5)]
    public void Momentum_with_L2_is_its_recurrence(double learningRate, double momentum, double lambda)
    {
        var chain = DecaySimulation.UnitChain(
            OptimizerCatalog.Find("sgd")!, new Dictionary<string, double> { ["lr"] = learningRate, ["momentum"] = momentum },
            Regularization.L2);
        var simulation = new DecaySimulation(chain, [new DecayLane(lambda, Silence, 1)], 200);
        Assert.Equal(1, DecayLaws.MomentumWithL2(1, learningRate, momentum, lambda, 0));
        for (var steps = 1; steps <= 200; steps++)
        {
            simulation.Run(1);
            // Relative to how far from 0 the oscillation reaches at this time, since θ itself passes through it; some hundred roundings.
            var reach = Math.Max(Math.Abs(simulation.Parameters[0]), Math.Pow(momentum, steps / 2.0));
            Assert.Equal(
                0,
                (DecayLaws.MomentumWithL2(
                    1, learningRate, momentum, lambda, steps) - simulation.Parameters[0]) / Math.Max(reach, double.Epsilon),
                1e-9);
        }
    }

    /// <summary>Table 1's SGD rows: α·λ/(1 − μ) = λ.</summary>
    [Fact]
    public void The_papers_momentum_with_L2_decays_as_weight_decay_does() =>
        // 1.0045: momentum begins at rest and is μ/(1 − μ) = 9 steps of λ = 1e-3 late; the root is faster than λ by αλ·μ/(1 − μ)² = 0.9 %,
        // half of it.
        Assert.Equal(1.005, DecayLaws.MomentumWithL2(1, 0.1, 0.9, 1e-3, 500) / DecayLaws.WeightDecay(1, 1e-3, 500), 0.001);

    [Fact]
    public void Steps_under_weight_decay_have_their_limits()
    {
        Assert.Equal(double.PositiveInfinity, DecayLaws.StepsUnderWeightDecay(0, 0.5));
        Assert.Equal(1, DecayLaws.StepsUnderWeightDecay(1, 0.5));
        Assert.Equal(1, DecayLaws.StepsUnderWeightDecay(1e-17, 0.5) / (Math.Log(2) / 1e-17), 1e-12);
        Assert.Equal(1, DecayLaws.StepsUnderWeightDecay(0.5, 0.5), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => DecayLaws.StepsUnderWeightDecay(1.5, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => DecayLaws.StepsUnderWeightDecay(0.1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DecayLaws.MomentumWithL2(1, 0.1, 0.9, 0.1, -1));
    }

    /// <summary>
    /// With ε = 0 and no gradient but λθ the update does not depend on the gradient's scale: λ from 1e-6 to 0.1, one trajectory.
    /// </summary>
    [Theory]
    [InlineData("adam")]
    [InlineData("amsgrad")]
    [InlineData("adamax")]
    [InlineData("rmsprop")]
    [InlineData("adagrad")]
    [InlineData("nadam")]
    [InlineData("radam")]
    [InlineData("lion")]
    public void Under_adaptive_rules_L2_does_not_know_lambda(string name)
    {
        var settings = name == "lion" ? new Dictionary<string, double>() : new() { ["epsilon"] = 0 };
        var simulation = Silent(name, settings, Regularization.L2, 500);
        Assert.InRange(simulation.Parameters[0], 0, 0.96);
        // RAdam's first steps, before its variance is tractable, are plain momentum, and take λ with them: 5e-4 in all for λ = 0.1.
        var tolerance = name == "radam" ? 1e-3 : 1e-9;
        Assert.All(simulation.Parameters.ToArray(), theta => Assert.Equal(simulation.Parameters[0], theta, tolerance));
    }

    /// <summary>A straight line to 0, α a step, where the averages' memory (a hundred steps here) is short against θ/α.</summary>
    [Theory]
    [InlineData("adam", "beta2")]
    [InlineData("adamax", "beta2")]
    [InlineData("nadam", "beta2")]
    [InlineData("rmsprop", "alpha")]
    [InlineData("lion", "beta2")]
    public void Sign_like_rules_with_L2_lose_a_learning_rate_a_step(string name, string memory)
    {
        var settings = new Dictionary<string, double> { ["lr"] = 1e-4, [memory] = 0.99 };
        if (name != "lion")
            settings.Add("epsilon", 0);
        var simulation = Silent(name, settings, Regularization.L2, 5000);
        // v remembers a θ of a hundred steps ago, 0.01 larger: a step is 2 % shorter than α by the end, and the first are longer.
        Assert.Equal(DecayLaws.SignDescent(1, 1e-4, 5000), simulation.Parameters[0], 0.01);
        Assert.Equal(0, DecayLaws.SignDescent(1, 1e-4, 50_000));
    }

    /// <summary>
    /// The end of the line: what v remembers holds θ back. The paper's Adam takes 1,393 steps to 1e-3, not 999; Lion keeps to the line.
    /// </summary>
    [Fact]
    public void Near_zero_the_memory_of_v_is_longer_than_the_line()
    {
        Assert.All(
            Silent("adam", new() { ["epsilon"] = 0 }, Regularization.L2, 2000).Outcomes(),
            outcome => Assert.Equal(1393, outcome.TimeToThreshold));
        Assert.All(
            Silent("lion", [], Regularization.L2, 12_000).Outcomes(), outcome => Assert.InRange(outcome.TimeToThreshold, 9985, 9995));
    }

    /// <summary>The paper's Adam after noise: nothing for thousands of steps, then the straight line.</summary>
    [Fact]
    public void Adam_with_L2_begins_to_decay_when_the_noise_is_forgotten()
    {
        var chain = DecaySimulation.UnitChain(OptimizerCatalog.Find("adam")!, new Dictionary<string, double>(), Regularization.L2);
        double[] lambdas = [1e-3, 1e-4];
        var simulation = new DecaySimulation(
            chain, lambdas.Select(lambda => new DecayLane(lambda, new GradientProcess { NoiseAfter = 0 }, 7)), 6000);
        simulation.Run(6000);
        for (var i = 0; i < lambdas.Length; i++)
        {
            var outcome = simulation.Outcomes()[i];
            var begin = DecayLaws.StepsUntilDecayRules(lambdas[i] * outcome.AtTransition, Averages(0.99)[^1], 0.99);
            // Always earlier, by what the last steps before have taken (measured over λ and seeds: 51 to 82 iterations).
            Assert.InRange(begin + outcome.AtTransition / 2 / 1e-3 - outcome.HalfLife, 40, 100);
        }

        Assert.Equal(1833, DecayLaws.StepsUntilDecayRules(1e-4, 1, 0.99), 1.0);
    }

    /// <summary>
    /// The whole way in one recurrence, from the v₀ of each seed. Measured half-lives beside it, over 1,000 seeds: with β₂ = 0.99 from 2.5
    /// % earlier to 4.7 % later (the noise that remains, at λ = 1e-5; at larger λ all 1 to 2 % later, for the averages arrive late), with
    /// 0.999 from 1.0 % to 1.1 %.
    /// </summary>
    [Theory]
    [InlineData("adam", "beta2", 0.05)]
    [InlineData("rmsprop", "alpha", 0.05)]
    [InlineData("nadam", "beta2", 0.015)]
    [InlineData("radam", "beta2", 0.015)]
    public void A_fading_memory_gives_the_half_life_at_every_lambda(string name, string memory, double bound)
    {
        var optimizer = OptimizerCatalog.Find(name)!;
        var (rate, beta2) = (Default("lr"), Default(memory));
        var chain = DecaySimulation.UnitChain(optimizer, new Dictionary<string, double>(), Regularization.L2);
        var lanes = from lambda in PaperLambdas
                    from seed in Enumerable.Range(1, 32)
                    select new DecayLane(lambda, new GradientProcess(), (ulong)seed);
        var simulation = new DecaySimulation(chain, lanes, 20_000);
        simulation.Run(20_000);
        foreach (var (lane, outcome) in lanes.Zip(simulation.Outcomes()))
        {
            var held = Averages(beta2, lane.Seed)[^1];
            var thetas = DecayLaws.UnderFadingMemory(outcome.AtTransition, rate, lane.Lambda, held, beta2, 1e-5, 20_000);
            var halfLife = Array.FindIndex(thetas, theta => theta <= outcome.AtTransition / 2);
            Assert.InRange(outcome.HalfLife / halfLife, 1 - bound, 1 + bound);
            Assert.True(DecayLaws.StepsWhileMemoryFades(rate, lane.Lambda, held, beta2, 0.5) <= halfLife);
        }

        double Default(string key) => optimizer.Settings.Single(setting => setting.Key == key).Default;
    }

    /// <summary>The claim's limit: where the denominator does not forget, L2 is slower than WD of the same λ.</summary>
    [Fact]
    public void AMSGrad_and_Adagrad_never_forget_the_noise()
    {
        foreach (var (name, learningRate) in new[] { ("amsgrad", 1e-3), ("adagrad", 1e-2) })
        {
            var chain = DecaySimulation.UnitChain(OptimizerCatalog.Find(name)!, new Dictionary<string, double>(), Regularization.L2);
            var simulation = new DecaySimulation(chain, [new DecayLane(1e-2, new GradientProcess { NoiseAfter = 0 }, 7)], 20_100);
            simulation.Run(100);
            var start = simulation.Parameters[0];
            simulation.Run(20_000);

            // The root of what is remembered: AMSGrad's largest average of the squares, and of Adagrad's their sum.
            var root = Math.Sqrt(name == "adagrad" ? Squares().Sum() : Averages(0.99).Max());
            var expected = DecayLaws.UnderFrozenDenominator(start, learningRate, 1e-2, root, 20_000);
            Assert.Equal(1, simulation.Parameters[0] / expected, 0.02);
            Assert.True(simulation.Parameters[0] > DecayLaws.WeightDecay(start, 1e-2, 20_000));
        }
    }

    private static double[] PaperLambdas => [1e-5, 1e-4, 1e-3];

    /// <summary>The squares of the hundred gradients before the silence.</summary>
    private static double[] Squares(ulong seed = 7) =>
        [.. Enumerable.Range(0, 100).Select(i => Math.Pow(new GradientProcess().At(new CounterRandom(seed), i), 2))];

    /// <summary>Their exponential moving average, as it goes.</summary>
    private static double[] Averages(double beta, ulong seed = 7)
    {
        var average = 0.0;
        return Array.ConvertAll(Squares(seed), square => average = beta * average + (1 - beta) * square);
    }

    private static GradientProcess Silence => new() { Transition = 0, NoiseAfter = 0 };

    private static DecaySimulation Silent(string name, Dictionary<string, double> settings, Regularization regularization, long iterations)
    {
        var chain = DecaySimulation.UnitChain(OptimizerCatalog.Find(name)!, settings, regularization);
        var simulation = new DecaySimulation(chain, _lambdas.Select(lambda => new DecayLane(lambda, Silence, 1)), iterations);
        simulation.Run(iterations);
        return simulation;
    }

    /// <summary>
    /// The mean of 1/√v of rare gradients against 1/√v itself, over 400,000 steps of Adam's second moment with two seeds. The formula was
    /// off by 0.1 to 0.6 %, also where several images of a mini-batch have gradients at once. The bound is five times that.
    /// </summary>
    [Theory]
    [InlineData(1e-3, 32, 0.99)]
    [InlineData(1e-2, 4, 0.99)]
    [InlineData(1e-2, 64, 0.99)]
    [InlineData(1.0, 16, 0.99)]
    [InlineData(0.3, 10, 0.99)]
    [InlineData(1e-3, 512, 0.999)]
    public void The_mean_inverse_root_of_rare_gradients_is_that_of_shot_noise(double fraction, int size, double beta2)
    {
        var process = new GradientProcess { NoiseAfter = 0.5, Transition = 0, ActiveFraction = fraction, BatchSize = size };
        var (sum, count) = (0.0, 0);
        foreach (var seed in new ulong[] { 1, 2 })
        {
            var (random, v) = (new CounterRandom(seed), 0.25 * fraction / size);
            for (var i = 0; i < 400_000; i++)
            {
                var g = process.At(random, i);
                v = beta2 * v + (1 - beta2) * g * g;
                if (i < 10_000)
                    continue;
                sum += 1 / Math.Sqrt(v);
                count++;
            }
        }

        Assert.Equal(1, DecayLaws.MeanInverseRoot(fraction, size, 0.5, beta2) / (sum / count), 0.03);
    }

    /// <summary>AMSGrad's L2 after gradients of a size brings θ below 1e-3 within a run where they are small enough. The largest v̂ that it
    /// remembers is above their mean square, so that what is compared is well to both sides.</summary>
    [Theory]
    [InlineData(0.4, true)]
    [InlineData(2.5, false)]
    public void Where_the_denominator_does_not_forget_small_gradients_let_L2_kill(double part, bool isDead)
    {
        const double Rate = 1e-3, Lambda = 1e-2;
        const int Steps = 8_000, Before = 200;
        var root = DecayLaws.LargestFrozenRoot(Rate, Lambda, Steps, 1e-3);
        Assert.Equal(1e-3, DecayLaws.UnderFrozenDenominator(1, Rate, Lambda, root, Steps), 1e-9);
        var process = new GradientProcess { NoiseBefore = part * root, NoiseAfter = 0, Transition = Before };
        var chain = DecaySimulation.UnitChain(OptimizerCatalog.Find("amsgrad")!, new Dictionary<string, double>(), Regularization.L2);
        var simulation = new DecaySimulation(
            chain, Enumerable.Range(1, 16).Select(seed => new DecayLane(Lambda, process, (ulong)seed)), Before + Steps);
        simulation.Run(Before + Steps);
        var times = simulation.Outcomes().Select(outcome => outcome.TimeToThreshold);
        Assert.Equal(isDead, double.IsFinite(SampleMedian.Of(times).Median));
    }

    [Fact]
    public void Many_gradients_give_the_root_of_the_mean_and_few_none()
    {
        Assert.Equal(Math.Sqrt(1000 / 0.2) / 3, DecayLaws.MeanInverseRoot(0.2, 1000, 3, 0.99), 0.02);
        Assert.Equal(double.PositiveInfinity, DecayLaws.MeanInverseRoot(1e-3, 5, 1, 0.99));
        // The slowest is where the mean is smallest.
        var slowest = DecayLaws.SlowestBatchSize(1e-3, 0.99);
        Assert.Equal(15.845, slowest, 1e-9);
        double Mean(double size) => DecayLaws.MeanInverseRoot(1e-3, size, 1, 0.99);
        Assert.All(new[] { 0.5, 0.9, 0.98, 1.02, 1.1, 2, 10 }, factor => Assert.True(Mean(slowest) < Mean(slowest * factor), $"{factor}"));
    }
}
