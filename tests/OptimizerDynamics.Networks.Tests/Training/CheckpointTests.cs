using System.Text;
using static OptimizerDynamics.Testing.TrainerSteps;

namespace OptimizerDynamics.Networks.Tests;

/// <summary>Checkpoints: what they hold, and what they refuse.</summary>
public sealed class CheckpointTests
{
    private static readonly NetworkGraph _graph = Architectures.BasicNet.Build(1.0 / 64, 1, 4);
    private static readonly TrainingOptions _options = new(4, 20, 5, CurvePoints: 6) { Identity = "0123abcd" };

    /// <summary>Saved after any number of steps, and resumed by another trainer: the same bits as without the interruption, curve
    /// included.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    public void What_was_saved_is_resumed_bit_for_bit(int steps)
    {
        using var whole = Made();
        Step(whole, 20);
        using var second = Made();
        using (var first = Made())
        {
            Step(first, steps);
            var state = new MemoryStream(StateOf(first));
            second.LoadState(state);
            Assert.Equal((steps, state.Length), (second.StepCount, state.Position));
        }

        Step(second, 20 - steps);
        Assert.Equal(StateOf(whole), StateOf(second));
    }

    [Fact]
    public void Divergence_is_saved_with_its_reason()
    {
        var backend = new FakeBackend { Loss = (step, loss) => step == 3 ? double.PositiveInfinity : loss };
        using var first = Made(backend);
        Step(first, 3);
        using var second = Made();
        second.LoadState(new MemoryStream(StateOf(first)));
        Assert.Equal((3, "the loss of iteration 3 is not finite"), (second.StepCount, second.Divergence));
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused_by_what_differs()
    {
        using var saved = Made();
        Step(saved, 2);
        var state = StateOf(saved);
        void Refuses(string expected, Trainer other)
        {
            using (other)
            {
                var before = StateOf(other);
                var message = Assert.Throws<CheckpointException>(() => other.LoadState(new MemoryStream(state))).Message;
                Assert.StartsWith($"It is of another training: {expected}", message, StringComparison.Ordinal);
                Assert.Equal(before, StateOf(other));
            }
        }

        Refuses("backend is fake there and engine here.", Made(new FakeBackend("engine")));
        Refuses(
            "network is BasicNet (1 channels, 4 classes) of 1-2-2-4-4-8-8 features there and BasicNet (1 channels, 4 classes) of "
                + "2-4-4-8-8-16-16",
            Made(graph: Architectures.BasicNet.Build(1.0 / 32, 1, 4)));
        Refuses("layers is ", Made(graph: Architectures.BasicNet.Build(1.0 / 64, 1, 4, 0.1)));
        Refuses("images is 20 of fake images, 1 × 8 × 8, 4 classes there and 24 of fake", Made(images: new FakeImages(24)));
        Refuses("optimizer is ", Made(chain: Optimizers.Adam(l2: 2e-3)));
        Refuses("batchSize is 4 there and 5 here.", Made(options: new TrainingOptions(5, 20, 5)));
        Refuses("iterations is 20 there and 21 here.", Made(options: new TrainingOptions(4, 21, 5)));
        Refuses("seed is 5 there and 6 here.", Made(options: new TrainingOptions(4, 20, 6)));
        Refuses("augmentation is None there and Flip here.", Made(options: new TrainingOptions(4, 20, 5, 6, Augmentation.Flip)));
        Refuses("trial is 0123abcd there and 4567cdef here.", Made(options: _options with { Identity = "4567cdef" }));
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_and_changes_nothing()
    {
        using var saved = Made();
        Step(saved, 9);
        var state = StateOf(saved);
        using var trainer = Made();
        Step(trainer, 1);
        var before = StateOf(trainer);
        // Wherever it is cut off, but for the optimizer's part, which is the backend's to check.
        for (var length = 0; length < state.Length; length += length < 600 ? 1 : 97)
        {
            Assert.Throws<CheckpointException>(() => trainer.LoadState(new MemoryStream(state[..length])));
            Assert.Equal(before, StateOf(trainer));
        }
    }

    [Fact]
    public void A_checkpoint_of_another_version_says_so()
    {
        using var trainer = Made();
        var state = StateOf(trainer);
        var version = Encoding.Latin1.GetString(state).IndexOf("training 6", StringComparison.Ordinal) + "training ".Length;
        state[version] = (byte)'5';
        Assert.Equal(
            "It has format version 5; this program reads version 6.",
            Assert.Throws<CheckpointException>(() => trainer.LoadState(new MemoryStream(state))).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void The_network_of_a_checkpoint_is_read_without_its_training(int steps)
    {
        using var trainer = Made();
        Step(trainer, steps);
        var (parameters, statistics) = (new float[_graph.Parameters.Length], new float[_graph.Statistics!.Length]);
        trainer.Network.Read(parameters, statistics);

        var network = SavedNetwork.Read(new MemoryStream(StateOf(trainer)));

        Assert.Equal((_graph, steps), (network.Graph, network.StepCount));
        Assert.Equal(parameters, network.Parameters);
        Assert.Equal(statistics, network.Statistics);
        Assert.Equal(trainer.Input.Normalization.Mean, network.Normalization.Mean.AsEnumerable());
        Assert.Equal(trainer.Input.Normalization.Deviation, network.Normalization.Deviation.AsEnumerable());
    }

    [Fact]
    public void The_network_of_half_a_checkpoint_is_refused_and_so_is_one_that_is_not_described()
    {
        using var trainer = Made();
        Step(trainer, 9);
        var state = StateOf(trainer);
        using var optimizer = new MemoryStream();
        trainer.Network.SaveOptimizer(optimizer);
        for (var length = 0; length < state.Length - optimizer.Length; length += length < 600 ? 1 : 97)
            Assert.Throws<CheckpointException>(() => SavedNetwork.Read(new MemoryStream(state[..length])));

        var key = Encoding.Latin1.GetString(state).IndexOf("\u0005graph", StringComparison.Ordinal) + 1;
        state[key] = (byte)'G';
        Assert.Equal(
            "It does not say its graph: it was written by an earlier version of the program.",
            Assert.Throws<CheckpointException>(() => SavedNetwork.Read(new MemoryStream(state))).Message);
    }

    private static Trainer Made(
        FakeBackend? backend = null, NetworkGraph? graph = null, FakeImages? images = null, Chain? chain = null,
        TrainingOptions? options = null) =>
        new(
            backend ?? new FakeBackend(), graph ?? _graph, images ?? new FakeImages(20), chain ?? Optimizers.Adam(l2: 1e-3),
            options ?? _options);
}
