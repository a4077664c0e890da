using static OptimizerDynamics.Testing.TrainerSteps;

namespace OptimizerDynamics.Networks.Tests;

/// <summary>Effective decay rates of features in a training on the CPU engine, and the surveys beside them.</summary>
public sealed class DecayRateTests
{
    private const double Lambda = 1e-3;
    private static readonly NetworkGraph _graph = Architectures.BasicNet.Build(1.0 / 64, 1, 4);

    /// <summary>Weight decay takes λη by definition. float32 rounds λ·θ and η·λθ, each by 6e-8 of it.</summary>
    [Fact]
    public void Under_weight_decay_every_rate_is_lambda_eta()
    {
        var schedule = new StepDrops([20], 0.1);
        using var trainer = Trained(Optimizers.Adam(weightDecay: Lambda, schedule: schedule), 40);
        Assert.Equal(24, trainer.DecayRates.Count);
        Assert.All(trainer.DecayRates, window =>
        {
            var (high, low) = (Lambda, 0.1 * Lambda);
            foreach (var rate in window.Scale.Concat(window.Filter).SelectMany(layer => layer))
                Assert.InRange(rate, (window.Last <= 20 ? high : low) * (1 - 2e-7), (window.First > 20 ? low : high) * (1 + 2e-7));
        });
    }

    /// <summary>L2 in SGD from its steady state on: ηαλ(1 − τ)/(1 − μ) for a parameter that changes little within the velocity's
    /// memory.</summary>
    [Fact]
    public void Under_L2_in_gradient_descent_the_rate_is_that_of_the_closed_form()
    {
        using var trainer = Trained(Optimizers.Sgd(learningRate: 0.01, momentum: 0.5, dampening: 0.2, l2: Lambda), 40);
        var expected = 0.01 * Lambda * (1 - 0.2) / (1 - 0.5);
        Assert.All(trainer.DecayRates[^1].Scale.SelectMany(layer => layer), rate => Assert.InRange(rate / expected, 0.97, 1.03));
    }

    /// <summary>Σ|u|/(Σ|u| + Σ|v|), also where the parts have opposite signs; 1 where the loss is silent, and no number where γ
    /// rests.</summary>
    [Fact]
    public void The_share_of_decay_is_that_of_the_magnitudes()
    {
        var sums = new DecaySums(_graph);
        float[] decay = new float[_graph.Parameters.Length], update = new float[decay.Length], theta = new float[decay.Length];
        var (first, second) = (sums.ScaleOffsets[0], sums.ScaleOffsets[1]);
        (decay[first], update[first]) = (0.25f, -0.5f); // v = −0.75
        (decay[second], update[second]) = (0.125f, 0.125f);
        sums.Add(decay, update, theta);
        (decay[first], update[first]) = (-0.25f, 0.0f); // v = 0.25
        sums.Add(decay, update, theta);

        var shares = sums.Shares().SelectMany(layer => layer).ToList();

        Assert.Equal(sums.ScaleOffsets.Length, shares.Count);
        Assert.Equal([0.5 / 1.5, 1, double.NaN], shares.Take(3));
    }

    /// <summary>The loss's part of Adam's step is at most about α whatever the gradient is, and that of weight decay λ|γ|.</summary>
    [Fact]
    public void Decay_has_the_share_that_lambda_and_alpha_give_it()
    {
        using var mostlyDecay = Trained(Optimizers.Adam(learningRate: 1e-6, weightDecay: 0.01), 30);
        using var mostlyLoss = Trained(Optimizers.Adam(learningRate: 1e-3, weightDecay: 1e-6), 30);
        Assert.All(Shares(mostlyDecay), share => Assert.InRange(share, 0.9998, 1));
        Assert.InRange(SampleMedian.Of([.. Shares(mostlyLoss)]).Median, 0.001, 0.005);

        static IEnumerable<double> Shares(Trainer trainer) =>
            trainer.DecayRates.SelectMany(window => window.Share).SelectMany(layer => layer);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(30)]
    [InlineData(8000)]
    [InlineData(1_000_000_000_000)]
    public void Windows_cover_the_training_one_behind_the_other(long iterations)
    {
        var ends = DecayWatch.Ends(iterations);
        Assert.Equal(Math.Min(iterations, 24), ends.Length);
        Assert.Equal(iterations, ends[^1]);
        Assert.All(ends.Zip(ends.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        if (iterations > 24)
            Assert.InRange(ends[^1] / (double)ends[^2] / Math.Pow(iterations, 1.0 / 24), 0.9, 1.1);
    }

    [Fact]
    public void A_chain_that_does_not_split_or_decay_has_no_rates()
    {
        using var lion = Trained(Optimizers.Lion(l2: Lambda), 3);
        using var free = Trained(Optimizers.Adam(), 3);
        Assert.Empty(lion.DecayRates);
        Assert.Empty(free.DecayRates);
    }

    /// <summary>Within a window and between two: rates, surveys and the rest of the state are those of a training that was never
    /// interrupted.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(26)]
    public void A_resumed_training_has_the_bits_of_one_without_interruption(int steps)
    {
        var chain = Optimizers.Adam(l2: Lambda);
        using var whole = Trained(chain, 30);
        using var state = new MemoryStream();
        using (var first = Made(chain, 30))
        {
            Step(first, steps);
            first.SaveState(state);
        }

        state.Position = 0;
        using var second = Made(chain, 30);
        second.LoadState(state);
        Step(second, 30 - steps);
        Assert.Equal(StateOf(whole), StateOf(second));
    }

    /// <summary>
    /// The first survey has the γ of the beginning, and a feature fires in as many images as its largest activations say.
    /// </summary>
    [Fact]
    public void Surveys_are_made_at_their_hundredths_and_with_the_curves_selectivity()
    {
        using var trainer = Trained(Optimizers.Adam(l2: Lambda), 200);
        Assert.Equal([2, 4, 10, 20, 50], trainer.Surveys.Select(survey => survey.Iteration));
        var quarter = trainer.Curve.Single(point => !point.Selectivity.IsEmpty);
        Assert.Equal(50, quarter.Iteration);
        Assert.Equal(quarter.Selectivity, trainer.Surveys[^1].Selectivity);
        Assert.Equal(quarter.Scale.SelectMany(layer => layer), trainer.Surveys[^1].Scale.SelectMany(layer => layer));
        Assert.Equal(quarter.Shift.SelectMany(layer => layer), trainer.Surveys[^1].Shift.SelectMany(layer => layer));
        Assert.All(trainer.Surveys.SelectMany(survey => survey.Firing).SelectMany(layer => layer), share => Assert.InRange(share, 0, 1));
        // An image of which a feature shows a thousandth of its largest activation fires it.
        foreach (var survey in trainer.Surveys)
            Assert.All(
                survey.Firing.SelectMany(layer => layer).Zip(survey.Selectivity.SelectMany(layer => layer)),
                of => Assert.True(of.First >= 1 - of.Second - 1e-12));
    }

    [Theory]
    [InlineData(3, new long[] { 1 })]
    [InlineData(30, new long[] { 1, 2, 3, 8 })]
    public void A_short_training_is_surveyed_once_an_iteration(long iterations, long[] expected)
    {
        using var trainer = new Trainer(
            new FakeBackend(), _graph, new FakeImages(20), Optimizers.Adam(), new TrainingOptions(4, iterations, 3));
        Step(trainer, (int)iterations);
        Assert.Equal(expected, trainer.Surveys.Select(survey => survey.Iteration));
    }

    /// <summary>Φ(½) and Φ(−½) from tables; a feature without γ fires everywhere or nowhere.</summary>
    [Fact]
    public void Gamma_and_beta_predict_at_how_many_positions_a_feature_fires()
    {
        var survey = new SurveyPoint(1, [], [], [[2, -2, 0, 0, 0, 3]], [[1, -1, 0.5, -0.5, 0, 0]]);
        double[] expected = [0.6914624612740131, 0.3085375387259869, 1, 0, 0, 0.5];
        Assert.All(Assert.Single(survey.PredictedFiring).Zip(expected), of => Assert.Equal(of.Second, of.First, 1e-12));
    }

    private static Trainer Made(Chain chain, int iterations) =>
        new(new CpuBackend(), _graph, new FakeImages(20), chain, new TrainingOptions(4, iterations, 5));

    private static Trainer Trained(Chain chain, int iterations)
    {
        var trainer = Made(chain, iterations);
        Step(trainer, iterations);
        return trainer;
    }
}
