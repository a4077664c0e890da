using OptimizerDynamics.Networks;
using static OptimizerDynamics.Testing.TrainerSteps;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>K trainings packed into one network are K trainings.</summary>
public sealed class TorchPackTests : IDisposable
{
    /// <summary>Different optimizers, learning rates and λ. With the usual ε = 1e-8 Adam makes a step of α from a gradient that is nothing
    /// but rounding: VGG's silent features then differ in the fourth digit after ten steps (measured), by Adam's doing and not by the
    /// pack's.</summary>
    private static readonly Chain[] _chains =
    [
        Optimizers.Adam(epsilon: 1e-4, l2: 1e-3), Optimizers.Adam(learningRate: 3e-3, epsilon: 1e-4, weightDecay: 1e-2),
        Optimizers.AmsGrad(epsilon: 1e-4, l2: 1e-2), Optimizers.Sgd(l2: 1e-3, momentum: 0.9), Optimizers.RmsProp(epsilon: 1e-4),
    ];

    private readonly List<Trainer> _trainers = [];

    /// <summary>Frees the trainers here, and not on the thread of finalizers, on which TorchSharp's BatchNorm frees its tensors,
    /// too, whoever frees them at the same time.</summary>
    public void Dispose() => _trainers.ForEach(trainer => trainer.Dispose());

    /// <summary>
    /// In float64 every parameter, running statistic and point of the curve is that of the training alone. What differs is the order of
    /// additions: by 4e-15 at most after one step, over these networks and ten choices of seeds. Training makes it grow: after 40 steps to
    /// 2e-12 under the adaptive optimizers, and to 4e-9 under SGD with its learning rate of 0.1. The bounds are some 25 times that. A
    /// gradient that reached a wrong network, or a λ that acted on another's, would be off by 1e-4 and more.
    /// </summary>
    [Theory]
    [InlineData("basicnet", 0.0)]
    [InlineData("basicnet", 0.1)]
    [InlineData("vgg11", 0.0)]
    public void Packed_trainings_are_those_trainings(string network, double slope)
    {
        using var scope = NewDisposeScope();
        var (alone, together) = (Trainings(network, slope), Trainings(network, slope));
        using var pack = new PackedTrainer(together);
        while (!pack.IsCompleted)
        {
            pack.Step();
            foreach (var (expected, actual) in alone.Zip(together))
            {
                expected.Step();
                Assert.InRange(LargestDifference(Numbers(expected), Numbers(actual)), 0, pack.StepCount == 1 ? 1e-13 : 1e-7);
            }
        }

        foreach (var (expected, actual) in alone.Zip(together))
        {
            Assert.Equal((40, true), (actual.StepCount, actual.IsCompleted));
            Assert.Equal(expected.Curve.Select(point => point.Iteration), actual.Curve.Select(point => point.Iteration));
            var (before, after) = (expected.Curve.Skip(1).Select(point => point.Loss), actual.Curve.Skip(1).Select(point => point.Loss));
            Assert.InRange(LargestDifference(before, after), 0, 1e-7);
            Assert.Equal(expected.Curve.Skip(1).Select(point => point.Error), actual.Curve.Skip(1).Select(point => point.Error));
        }
    }

    /// <summary>After every step each trainer holds its whole training: saved and packed anew it is resumed to the same bits.</summary>
    [Fact]
    public void A_pack_is_resumed_from_its_trainers_states_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        var whole = Trainings("basicnet", 0, ScalarType.Float32);
        using var first = new PackedTrainer(whole);
        var resumed = Trainings("basicnet", 0, ScalarType.Float32);
        for (var step = 0; step < 17; step++)
            first.Step();
        foreach (var (from, into) in whole.Zip(resumed))
            into.LoadState(new MemoryStream(StateOf(from)));
        using var second = new PackedTrainer(resumed);
        foreach (var pack in new[] { first, second })
        {
            while (!pack.IsCompleted)
                pack.Step();
        }

        Assert.Equal(whole.Select(StateOf), resumed.Select(StateOf));
    }

    [Fact]
    public void One_that_diverges_leaves_the_others_as_they_are()
    {
        using var scope = NewDisposeScope();
        var backend = new TorchBackend("cpu", ScalarType.Float64);
        var alone = Training(backend, "basicnet", 0, 0);
        Trainer[] together = [
            Training(backend, "basicnet", 0, 0), Training(backend, "basicnet", 0, 1, Optimizers.Sgd(learningRate: 1e300))];
        using var pack = new PackedTrainer(together);
        while (!pack.IsCompleted)
            pack.Step();
        while (!alone.IsCompleted)
            alone.Step();
        Assert.Equal((false, true), (together[0].HasDiverged, together[1].HasDiverged));
        Assert.InRange(together[1].StepCount, 1, 10);
        Assert.InRange(LargestDifference(Numbers(alone), Numbers(together[0])), 0, 1e-8);
        Assert.Throws<InvalidOperationException>(pack.Step);
    }

    private Trainer[] Trainings(string network, double slope, ScalarType type = ScalarType.Float64)
    {
        var backend = new TorchBackend("cpu", type);
        return [.. _chains.Select((chain, index) => Training(backend, network, slope, index, chain))];
    }

    private Trainer Training(TorchBackend backend, string network, double slope, int index, Chain? chain = null)
    {
        var graph = Architectures.All.Single(architecture => architecture.Name == network).Build(1.0 / 16, 1, 4, slope);
        var images = SmallSets.Squares(40, (ulong)index % 2, size: 16);
        var options = new TrainingOptions(8, 40, (ulong)index + 1, CurvePoints: 6);
        _trainers.Add(new Trainer(backend, graph, images, chain ?? _chains[index], options));
        return _trainers[^1];
    }

    /// <summary>Parameters and running statistics.</summary>
    private static double[] Numbers(Trainer trainer) => [.. ((TorchNetwork)trainer.Network).Module.state_dict().Values
        .SelectMany(values => values.detach().to_type(ScalarType.Float64).data<double>().ToArray())];

    private static double LargestDifference(IEnumerable<double> expected, IEnumerable<double> actual) =>
        expected.Zip(actual, (x, y) => Math.Abs(x - y)).Max();
}
