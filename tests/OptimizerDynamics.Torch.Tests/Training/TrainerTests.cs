using OptimizerDynamics.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>Training: it learns, it goes on where it stopped to the last bit, and it says when it diverges.</summary>
public sealed class TrainerTests
{
    [Fact]
    public void A_network_that_can_overfit_does()
    {
        using var scope = NewDisposeScope();
        using var set = SmallSets.Squares(32, 1);
        using var network = new BasicNet(1.0 / 8, 1, 4);
        using var trainer = new Trainer(network, set, Optimizers.Adam(), new TrainingOptions(16, 150, 3));
        Finish(trainer);
        var evaluation = NetworkEvaluation.Of(network, set, trainer.Scaling);
        Assert.Equal(0, evaluation.Top1Error);
        Assert.InRange(evaluation.Loss, 0, 0.05);
        Assert.True(network.training);
    }

    [Fact]
    public void The_curve_has_its_points_and_every_feature()
    {
        using var scope = NewDisposeScope();
        using var set = SmallSets.Squares(32, 1);
        using var network = new BasicNet(1.0 / 16, 1, 4);
        using var trainer = new Trainer(network, set, Optimizers.Sgd(), new TrainingOptions(8, 30, 3, CurvePoints: 4));
        Finish(trainer);
        Assert.Equal([0, 8, 15, 23, 30], trainer.Curve.Select(point => point.Iteration));
        Assert.All(trainer.Curve, point => Assert.Equal(network.FeatureLayers.Select(layer => layer.Features), point.Scale.Select(layer => layer.Length)));
        Assert.True(double.IsNaN(trainer.Curve[0].Loss) && trainer.Curve.Skip(1).All(point => point.Loss > 0 && point.Error is >= 0 and <= 1));
        Assert.Equal(network.FeatureLayers[2].Normalization.weight!.data<float>().ToArray().Select(value => (double)value), trainer.Curve[^1].Scale[2]);
        Assert.Throws<InvalidOperationException>(trainer.Step);
    }

    /// <summary>Saved after any number of steps, and gone on with in another trainer: the same bits as without the interruption, curves included.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    public void What_was_saved_goes_on_bit_for_bit(int steps)
    {
        using var scope = NewDisposeScope();
        using var set = SmallSets.Squares(40, 2);
        var chain = Optimizers.Adam(l2: 1e-3, schedule: new FractionDrops([0.5]));
        var options = new TrainingOptions(8, 20, 5, CurvePoints: 6);
        using var whole = new Trainer(new BasicNet(1.0 / 16, 1, 4), set, chain, options);
        Finish(whole);

        using var state = new MemoryStream();
        using (var first = new Trainer(new BasicNet(1.0 / 16, 1, 4), set, chain, options))
        {
            for (var step = 0; step < steps; step++)
                first.Step();
            first.SaveState(state);
        }

        state.Position = 0;
        using var second = new Trainer(new BasicNet(1.0 / 16, 1, 4), set, chain, options);
        second.LoadState(state);
        Assert.Equal((steps, state.Length), (second.Done, state.Position));
        Finish(second);
        using var once = new MemoryStream();
        using var twice = new MemoryStream();
        whole.SaveState(once);
        second.SaveState(twice);
        Assert.Equal(once.ToArray(), twice.ToArray());
    }

    [Fact]
    public void A_state_of_another_training_or_a_damaged_one_is_refused()
    {
        using var scope = NewDisposeScope();
        using var set = SmallSets.Squares(16, 2);
        Trainer Made(double width) => new(new BasicNet(width, 1, 4), set, Optimizers.Adam(), new TrainingOptions(8, 20, 5));
        using var state = new MemoryStream();
        using (var trainer = Made(1.0 / 16))
            trainer.SaveState(state);
        using var wider = Made(1.0 / 8);
        Assert.Contains("of another network", Assert.Throws<OptimizerStateException>(() => wider.LoadState(new MemoryStream(state.ToArray()))).Message, StringComparison.Ordinal);
        foreach (var length in new[] { 0, 5, 60, (int)state.Length / 2, (int)state.Length - 1 })
        {
            using var trainer = Made(1.0 / 16);
            Assert.Throws<OptimizerStateException>(() => trainer.LoadState(new MemoryStream(state.ToArray()[..length])));
        }
    }

    [Fact]
    public void Divergence_ends_a_training_with_its_iteration()
    {
        using var scope = NewDisposeScope();
        using var set = SmallSets.Squares(16, 2);
        using var trainer = new Trainer(new BasicNet(1.0 / 16, 1, 4), set, Optimizers.Sgd(learningRate: 1e30), new TrainingOptions(8, 50, 5));
        Finish(trainer);
        Assert.True(trainer.HasDiverged);
        Assert.InRange(trainer.Done, 2, 10);
    }

    /// <summary>Over 10,000 iterations no tensor is left. The process's memory, watched from outside over the same time, grew by 0.9 MB from iteration 2,000 on; a tensor left by each step would be
    /// 3 MB and more. A count can be held to, and memory depends on when the runtime collects.</summary>
    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        using var set = SmallSets.Squares(64, 2);
        using var trainer = new Trainer(new BasicNet(1.0 / 64, 1, 4), set, Optimizers.Adam(), new TrainingOptions(2, 10_002, 5, CurvePoints: 1));
        trainer.Step();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var step = 0; step < 10_000; step++)
            trainer.Step();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>Two trainings with the same seed see the same augmented images, and a resumed one does, too.</summary>
    [Fact]
    public void A_training_with_augmentation_resumes_with_the_same()
    {
        using var set = SmallSets.Squares(40, 2, size: 16);
        TrainingSession Session() => new(
            new TrainingSetup(
                "basicnet", 1 / 16.0, 0, OptimizerCatalog.Find("adam")!.Build(new Dictionary<string, double>()), 10, 0, 4, 3, Augmentation.CropFlip),
            set, set);
        using var whole = Session();
        Assert.Equal(16, whole.Iterations);
        using var state = new MemoryStream();
        while (!whole.IsOver)
        {
            whole.Step();
            if (whole.Done == 7)
                whole.SaveState(state);
        }

        using var second = Session();
        state.Position = 0;
        second.LoadState(state);
        while (!second.IsOver)
            second.Step();
        Assert.Equal(whole.Curve[^1].Loss, second.Curve[^1].Loss);
        Assert.Equal(whole.Curve[^1].Scale.SelectMany(layer => layer), second.Curve[^1].Scale.SelectMany(layer => layer));
    }

    [Fact]
    public void An_epoch_leaves_out_what_is_less_than_a_mini_batch()
    {
        Assert.Equal(3 * 4, TrainingOptions.OfEpochs(3, 43, 10, 1, Augmentation.None).Iterations);
        Assert.Throws<ArgumentOutOfRangeException>(() => TrainingOptions.OfEpochs(0, 43, 10, 1, Augmentation.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => TrainingOptions.OfEpochs(3, 9, 10, 1, Augmentation.None));
    }

    [Fact]
    public void Images_that_do_not_fit_the_network_are_refused()
    {
        using var scope = NewDisposeScope();
        using var set = SmallSets.Squares(16, 2);
        Assert.Contains("1 channels, and the network reads 3", Assert.Throws<ArgumentException>(() => new Trainer(new BasicNet(0.125), set, Optimizers.Adam(), new TrainingOptions(8, 5, 5))).Message, StringComparison.Ordinal);
        Assert.Contains("8 × 8 pixels large, and the network needs 16 × 16", Assert.Throws<ArgumentException>(() => new Trainer(Vgg.Eleven(0.125, 1, 4), set, Optimizers.Adam(), new TrainingOptions(8, 5, 5))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(new BasicNet(0.125, 1, 4), set, Optimizers.Adam(), new TrainingOptions(17, 5, 5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions(1, 5, 5));
    }

    private static void Finish(Trainer trainer)
    {
        while (!trainer.IsOver)
            trainer.Step();
    }
}
