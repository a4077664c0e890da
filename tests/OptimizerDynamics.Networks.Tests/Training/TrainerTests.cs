namespace OptimizerDynamics.Networks.Tests;

/// <summary>The training loop on a backend that only notes what it is shown.</summary>
public sealed class TrainerTests
{
    private static readonly NetworkGraph _graph = Architectures.BasicNet.Build(1.0 / 64, 1, 4);
    private static readonly Chain _chain = Optimizers.Adam(l2: 1e-3);

    [Fact]
    public void Each_step_shows_the_mini_batch_of_its_iteration()
    {
        var backend = new FakeBackend();
        using var trainer = Made(backend, new TrainingOptions(4, 7, 3));
        Finish(trainer);
        var sampler = new BatchSampler(20, 4, 3);
        Assert.Equal(7, backend.Shown.Count);
        for (var iteration = 0; iteration < 7; iteration++)
            Assert.Equal(sampler.At(iteration).ToArray(), backend.Shown[iteration].Select(pixel => (int)pixel));
    }

    [Fact]
    public void Augmented_mini_batches_are_those_of_seed_and_iteration()
    {
        var (backend, images) = (new FakeBackend(), new FakeImages(20));
        using var trainer = Made(backend, new TrainingOptions(4, 3, 5, Augmentation: Augmentation.Flip));
        Finish(trainer);
        var (sampler, pixels) = (new BatchSampler(20, 4, 5), new byte[4 * 64]);
        for (var iteration = 0; iteration < 3; iteration++)
        {
            images.Read(sampler.At(iteration), pixels, new MiniBatchAugmentation(Augmentation.Flip, 5, iteration));
            Assert.Equal(pixels.Where((_, i) => i % 64 == 0), backend.Shown[iteration]);
        }
    }

    [Fact]
    public void The_curve_has_its_points_and_every_feature()
    {
        using var trainer = Made(new FakeBackend(), new TrainingOptions(4, 30, 3, CurvePoints: 4));
        Finish(trainer);
        Assert.Equal([0, 8, 15, 23, 30], trainer.Curve.Select(point => point.Iteration));
        var layers = _graph.FeatureLayers.Select(layer => layer.Features);
        Assert.All(trainer.Curve, point => Assert.Equal(layers, point.Scale.Select(layer => layer.Length)));
        Assert.All(trainer.Curve, point => Assert.Equal(layers, point.Shift.Select(layer => layer.Length)));
        Assert.True(double.IsNaN(trainer.Curve[0].Loss) && double.IsNaN(trainer.Curve[0].Error));
        Assert.All(trainer.Curve.Skip(1), point => Assert.True(point.Loss > 0 && point.Error is >= 0 and <= 1));
        var scale = _graph.ScaleOf(_graph.FeatureLayers[2], ((FakeNetwork)trainer.Network).Parameters);
        Assert.Equal(scale.Select(value => (double)value), trainer.Curve[^1].Scale[2]);
        Assert.Throws<InvalidOperationException>(trainer.Step);
    }

    /// <summary>Losses 1 to 12: a point every four steps has the mean of its own four.</summary>
    [Fact]
    public void A_point_has_the_mean_of_the_steps_since_the_one_before()
    {
        using var trainer = Made(new FakeBackend { Loss = (step, _) => step }, new TrainingOptions(4, 12, 3, CurvePoints: 3));
        Finish(trainer);
        Assert.Equal([2.5, 6.5, 10.5], trainer.Curve.Skip(1).Select(point => point.Loss));
    }

    [Theory]
    [InlineData(40, 4, 10)]
    [InlineData(30, 4, 8)]
    [InlineData(3, 40, 1)]
    public void Selectivity_is_surveyed_once_at_the_first_point_behind_a_quarter(long iterations, int points, long expected)
    {
        using var trainer = Made(new FakeBackend(), new TrainingOptions(4, iterations, 3, CurvePoints: points));
        Finish(trainer);
        var surveyed = Assert.Single(trainer.Curve, point => !point.Selectivity.IsEmpty);
        Assert.Equal(expected, surveyed.Iteration);
        Assert.Equal(_graph.FeatureLayers.Select(layer => layer.Features), surveyed.Selectivity.Select(layer => layer.Length));
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_the_training_with_its_iteration()
    {
        var backend = new FakeBackend { Loss = (step, loss) => step == 5 ? double.NaN : loss };
        using var trainer = Made(backend, new TrainingOptions(4, 30, 3));
        Finish(trainer);
        Assert.Equal((5, true, true), (trainer.StepCount, trainer.HasDiverged, trainer.IsCompleted));
        Assert.Equal("the loss of iteration 5 is not finite", trainer.Divergence);
    }

    /// <summary>The loss of the last step is that of before the step: what the step made of θ shows in θ alone.</summary>
    [Theory]
    [InlineData(true, "C1.weight after iteration 6 is not finite")]
    [InlineData(false, "N1.running_var after iteration 6 is not finite")]
    public void A_network_that_turns_NaN_in_its_last_step_has_diverged(bool isParameter, string expected)
    {
        using var trainer = Made(new FakeBackend(), new TrainingOptions(4, 6, 3, CurvePoints: 2));
        while (trainer.StepCount < 5)
            trainer.Step();
        var network = (FakeNetwork)trainer.Network;
        if (isParameter)
            network.Parameters[1] = float.NaN;
        else
            network.Statistics[1] = float.PositiveInfinity;
        trainer.Step();
        Assert.Equal((true, expected), (trainer.HasDiverged, trainer.Divergence));
        Assert.Equal([0, 3], trainer.Curve.Select(point => point.Iteration));
    }

    [Fact]
    public void Images_that_do_not_fit_the_network_are_refused_in_words()
    {
        var options = new TrainingOptions(8, 5, 5);
        string Refused(NetworkGraph graph, IImageSource images, TrainingOptions how) =>
            Assert.ThrowsAny<ArgumentException>(() => new Trainer(new FakeBackend(), graph, images, _chain, how)).Message;
        Assert.Contains(
            "1 channels, and the network reads 3", Refused(Architectures.BasicNet.Build(0.125, 3, 4), new FakeImages(16), options),
            StringComparison.Ordinal);
        Assert.Contains(
            "4 classes, and the network knows 5", Refused(Architectures.BasicNet.Build(0.125, 1, 5), new FakeImages(16), options),
            StringComparison.Ordinal);
        Assert.Contains(
            "8 × 8 pixels large, and the network needs 16 × 16",
            Refused(Architectures.Vgg11.Build(0.125, 1, 4), new FakeImages(16), options),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_mini_batch_larger_than_the_training_set_is_refused_by_its_key() => Assert.StartsWith(
        "batchSize: 65 is larger than the training set (64 images).",
        Assert.Throws<ArgumentOutOfRangeException>(
            () =>
                new Trainer(
                    new FakeBackend(), _graph, new FakeImages(64), _chain,
                    new TrainingOptions(65, 5, 5))).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_outside_their_ranges_are_refused_by_their_keys()
    {
        static string Refused(Func<object> make) => Assert.Throws<ArgumentOutOfRangeException>(make).Message;
        Assert.StartsWith("batchSize: 1 is below 2.", Refused(() => new TrainingOptions(1, 5, 5)), StringComparison.Ordinal);
        Assert.StartsWith("iterations: 0 is below 1.", Refused(() => new TrainingOptions(2, 0, 5)), StringComparison.Ordinal);
        Assert.StartsWith(
            "epochs: 0 is below 1.", Refused(() => TrainingOptions.OfEpochs(0, 64, 8, 1, Augmentation.None)), StringComparison.Ordinal);
        Assert.StartsWith(
            "batchSize: 65 is larger than the training set (64 images).",
            Refused(() => TrainingOptions.OfEpochs(2, 64, 65, 1, Augmentation.None)), StringComparison.Ordinal);
        Assert.StartsWith(
            $"epochs: {long.MaxValue} are more steps", Refused(() => TrainingOptions.OfEpochs(long.MaxValue, 64, 8, 1, Augmentation.None)),
            StringComparison.Ordinal);
        Assert.Equal(3 * 9, TrainingOptions.OfEpochs(3, 64, 7, 1, Augmentation.None).Iterations);
    }

    [Fact]
    public void A_backend_network_is_freed_with_its_trainer()
    {
        var trainer = Made(new FakeBackend(), new TrainingOptions(4, 7, 3));
        trainer.Dispose();
        Assert.True(((FakeNetwork)trainer.Network).IsDisposed);
    }

    private static Trainer Made(FakeBackend backend, TrainingOptions options) => new(backend, _graph, new FakeImages(20), _chain, options);

    private static void Finish(Trainer trainer)
    {
        while (!trainer.IsCompleted)
            trainer.Step();
    }
}
