using System.Runtime.InteropServices;
using OptimizerDynamics.Data;
using OptimizerDynamics.Networks;
using TorchSharp;
using static OptimizerDynamics.Testing.TrainerSteps;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>Training on libtorch: it is what a plain loop of TorchSharp does, it learns, it resumes to the last bit, and it says when it
/// diverges.</summary>
public sealed class TorchTrainerTests
{
    /// <summary>The loop and the backend against a loop that is written out here: the same bits, with one thread or more.</summary>
    [Theory]
    [InlineData("basicnet", 0, Augmentation.None)]
    [InlineData("basicnet", 0.1, Augmentation.CropFlip)]
    [InlineData("vgg11", 0, Augmentation.Flip)]
    [InlineData("resnet50", 0, Augmentation.ResizedCropFlip)]
    public void A_trainer_does_what_a_plain_loop_of_torch_does(string name, double slope, Augmentation augmentation)
    {
        using var scope = NewDisposeScope();
        using var set = SmallSets.Squares(40, 2, size: 16);
        var graph = Architectures.All.Single(architecture => architecture.Name == name).Build(1.0 / 16, 1, 4, slope);
        var chain = Optimizers.Adam(l2: 1e-3, schedule: new FractionDrops([0.5]));
        using var trainer = new Trainer(
            new TorchBackend(), graph, set, chain, new TrainingOptions(8, 24, 5, CurvePoints: 1, Augmentation: augmentation));
        while (!trainer.IsCompleted)
            trainer.Step();

        using var network = new GraphNetwork(graph);
        using var optimizer = new ModelOptimizer(network, chain, 24);
        using (no_grad())
            optimizer.Parameters.Values.copy_(tensor(graph.Initialize(5)));
        network.train();
        var (sampler, normalization, loss, errors) = (new BatchSampler(40, 8, 5), ChannelNormalization.Of(set), 0.0, 0.0);
        for (var iteration = 0; iteration < 24; iteration++)
        {
            var (bytes, numbers) = (new byte[8 * 256], new float[8 * 256]);
            var indices = sampler.At(iteration).ToArray();
            set.Read(indices, bytes, new MiniBatchAugmentation(augmentation, 5, iteration));
            normalization.Apply(bytes, 256, numbers.AsSpan());
            var labels = tensor(Array.ConvertAll(indices, index => (long)set.Labels[index]));
            optimizer.ZeroGradients();
            var logits = network.forward(tensor(numbers).reshape(8, 1, 16, 16));
            var entropy = nn.functional.cross_entropy(logits, labels);
            entropy.backward();
            optimizer.Step();
            loss += entropy.item<float>();
            errors += 1 - logits.argmax(1).eq(labels).sum().item<long>() / 8.0;
        }

        var (parameters, statistics) = NumbersOf(trainer);
        Assert.Equal(Bits(optimizer.Parameters.Values.data<float>().ToArray()), Bits(parameters));
        var running = network.named_buffers()
            .Where(named => named.buffer.dim() > 0)
            .ToDictionary(named => named.name, named => named.buffer);
        Assert.All(graph.Statistics!.Ranges, range => Assert.Equal(
            Bits(running[range.Name].data<float>().ToArray()), Bits(statistics.AsSpan(range.Offset, range.Length).ToArray())));
        Assert.Equal((loss / 24, errors / 24), (trainer.Curve[^1].Loss, trainer.Curve[^1].Error));
    }

    [Fact]
    public void A_network_that_can_overfit_does()
    {
        using var set = SmallSets.Squares(32, 1);
        using var trainer = Made(set, 1.0 / 8, Optimizers.Adam(), new TrainingOptions(16, 150, 3));
        Finish(trainer);
        var evaluation = Evaluator.Evaluate(trainer.Network, set);
        Assert.Equal(0, evaluation.Top1Error);
        Assert.InRange(evaluation.Loss, 0, 0.05);
    }

    /// <summary>Parameters, running statistics and the optimizer's memory come back from a checkpoint to the bit, before and after a drop
    /// of the learning rate. The network is evaluated on the way, which must not leave a trace.</summary>
    [Theory]
    [InlineData("libtorch", 7)]
    [InlineData("libtorch", 13)]
    [InlineData("cpu", 7)]
    [InlineData("cpu", 13)]
    public void A_training_is_resumed_bit_for_bit(string engine, int steps)
    {
        ITrainingBackend backend = engine == CpuBackend.ShortName ? new CpuBackend() : new TorchBackend();
        using var set = SmallSets.Squares(40, 2);
        var chain = Optimizers.Adam(l2: 1e-3, schedule: new FractionDrops([0.5]));
        var options = new TrainingOptions(8, 20, 5, CurvePoints: 6);
        using var whole = Made(set, 1.0 / 16, chain, options, backend);
        Finish(whole);
        using var state = new MemoryStream();
        using (var first = Made(set, 1.0 / 16, chain, options, backend))
        {
            for (var step = 0; step < steps; step++)
                first.Step();
            Evaluator.Evaluate(first.Network, set);
            first.SaveState(state);
        }

        state.Position = 0;
        using var second = Made(set, 1.0 / 16, chain, options, backend);
        second.LoadState(state);
        Assert.Equal((steps, state.Length), (second.StepCount, state.Position));
        Finish(second);
        Assert.Equal(StateOf(whole), StateOf(second));
    }

    [Fact]
    public void A_checkpoint_of_another_engine_is_refused()
    {
        using var set = SmallSets.Squares(16, 2);
        var (chain, options) = (Optimizers.Adam(), new TrainingOptions(8, 20, 5));
        using var own = Made(set, 1.0 / 16, chain, options, new CpuBackend());
        using var libtorch = Made(set, 1.0 / 16, chain, options);
        string Refused(Trainer trainer, Trainer other) =>
            Assert.Throws<CheckpointException>(() => trainer.LoadState(new MemoryStream(StateOf(other)))).Message;
        Assert.Equal("It is of another training: backend is libtorch there and cpu/1 here.", Refused(own, libtorch));
        Assert.Equal("It is of another training: backend is cpu/1 there and libtorch here.", Refused(libtorch, own));
    }

    [Fact]
    public void A_damaged_optimizer_state_is_refused_and_changes_nothing()
    {
        using var set = SmallSets.Squares(16, 2);
        using var trainer = Made(set, 1.0 / 16, Optimizers.Adam(), new TrainingOptions(8, 20, 5));
        trainer.Step();
        var state = StateOf(trainer);
        trainer.Step();
        var before = StateOf(trainer);
        foreach (var length in new[] { 0, 5, 60, state.Length / 2, state.Length - 1 })
            Assert.Throws<CheckpointException>(() => trainer.LoadState(new MemoryStream(state[..length])));
        state[^40] ^= 1;
        Assert.Contains(
            "checksum", Assert.Throws<CheckpointException>(() => trainer.LoadState(new MemoryStream(state))).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, StateOf(trainer));
    }

    /// <summary>Both engines see the same iteration as the first that is not finite, in the loss or at the end in θ.</summary>
    [Theory]
    [InlineData(1e38)]
    [InlineData(1e30)]
    [InlineData(1e12)]
    [InlineData(1e4)]
    public void Divergence_ends_a_training_with_its_iteration(double learningRate)
    {
        using var set = SmallSets.Squares(16, 2);
        var (chain, options) = (Optimizers.Sgd(learningRate), new TrainingOptions(8, 50, 5));
        using var libtorch = Made(set, 1.0 / 16, chain, options);
        using var own = Made(set, 1.0 / 16, chain, options, new CpuBackend());
        Finish(libtorch);
        Finish(own);
        Assert.True(libtorch.HasDiverged);
        Assert.InRange(libtorch.StepCount, 1, 20);
        Assert.Equal((libtorch.StepCount, libtorch.Divergence), (own.StepCount, own.Divergence));
    }

    /// <summary>One step: its loss is that of the network before it, which is finite.</summary>
    [Theory]
    [InlineData(1e38)]
    [InlineData(1e30)]
    public void A_network_that_turns_NaN_in_its_last_step_has_diverged(double learningRate)
    {
        using var set = SmallSets.Squares(16, 2);
        var setup = new TrainingSetup(
            Architectures.BasicNet, 1.0 / 16, 0, Optimizers.Sgd(learningRate: learningRate, momentum: 0.9), 8, 1, 0, 5);
        using var session = new TrainingSession(new TorchBackend(), setup, set, set);
        session.Step();
        Assert.True(session.IsCompleted);
        Assert.Null(session.Measure());
        Assert.True(session.HasDiverged);
        Assert.EndsWith("after iteration 1 is not finite", session.Divergence, StringComparison.Ordinal);
    }

    /// <summary>Over 1,000 iterations no tensor is left, those with points of the curve and early surveys included. A count can be held to,
    /// and one tensor left by one step shows; the process's memory depends on when the runtime collects.</summary>
    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        using var set = SmallSets.Squares(64, 2);
        using var trainer = Made(set, 1.0 / 64, Optimizers.Adam(), new TrainingOptions(2, 1_002, 5, CurvePoints: 20));
        trainer.Step();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var step = 0; step < 1_000; step++)
            trainer.Step();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>Whatever is made for a training is gone with it: networks, optimizers, and what measuring made.</summary>
    [Fact]
    public void A_session_leaves_no_tensor_behind()
    {
        using var set = SmallSets.Squares(16, 2);
        var backend = new TorchBackend();
        void Run()
        {
            var setup = new TrainingSetup(Architectures.BasicNet, 1.0 / 64, 0, Optimizers.Adam(), 8, 3, 0, 5);
            using var session = new TrainingSession(backend, setup, set, set);
            while (!session.IsCompleted)
                session.Step();
            Assert.NotNull(session.Measure());
        }

        Run();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Run();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Trainer Made(
        ImageSet set, double width, Chain chain, TrainingOptions options, ITrainingBackend? backend = null) =>
        new(backend ?? new TorchBackend(), Architectures.BasicNet.Build(width, 1, 4), set, chain, options);

    private static (float[] Parameters, float[] Statistics) NumbersOf(Trainer trainer)
    {
        var graph = trainer.Network.Graph;
        var (parameters, statistics) = (new float[graph.Parameters.Length], new float[graph.Statistics!.Length]);
        trainer.Network.Read(parameters, statistics);
        return (parameters, statistics);
    }

    private static int[] Bits(float[] values) => MemoryMarshal.Cast<float, int>(values).ToArray();

    private static void Finish(Trainer trainer)
    {
        while (!trainer.IsCompleted)
            trainer.Step();
    }
}
