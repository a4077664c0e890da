using static OptimizerDynamics.Testing.TrainerSteps;

namespace OptimizerDynamics.Networks.Tests;

/// <summary>K packed trainings are K trainings, as far as the loop is concerned: the fake backend adds in one order.</summary>
public sealed class PackedTrainerTests
{
    [Fact]
    public void Packed_trainings_are_those_trainings()
    {
        var (alone, together) = (Trainings(), Trainings());
        using var pack = new PackedTrainer(together);
        while (!pack.IsCompleted)
        {
            pack.Step();
            foreach (var (expected, actual) in alone.Zip(together))
            {
                expected.Step();
                Assert.Equal(StateOf(expected), StateOf(actual));
            }
        }

        Assert.Equal(12, pack.StepCount);
        Assert.Throws<InvalidOperationException>(pack.Step);
    }

    [Fact]
    public void One_that_diverges_leaves_the_others_as_they_are()
    {
        var (alone, together) = (Trainings(), Trainings());
        using var pack = new PackedTrainer(together);
        pack.Step();
        ((FakeNetwork)together[1].Network).Parameters[0] = float.NaN;
        while (!pack.IsCompleted)
            pack.Step();
        foreach (var trainer in alone)
        {
            while (!trainer.IsCompleted)
                trainer.Step();
        }

        Assert.Equal([false, true, false], together.Select(trainer => trainer.HasDiverged));
        Assert.Equal(2, together[1].StepCount);
        Assert.Equal(StateOf(alone[0]), StateOf(together[0]));
        Assert.Equal(StateOf(alone[2]), StateOf(together[2]));
    }

    [Fact]
    public void What_cannot_go_on_together_is_refused()
    {
        var backend = new FakePackingBackend();
        Trainer Made(NetworkGraph graph, int batchSize = 4, long iterations = 12, FakeBackend? on = null, int size = 16) =>
            new(on ?? backend, graph, new FakeImages(20, size: size), Optimizers.Adam(), new TrainingOptions(batchSize, iterations, 1));
        static string Refused(params Trainer[] trainers) => Assert.Throws<ArgumentException>(() => new PackedTrainer(trainers)).Message;
        static NetworkGraph Net(double width = 1.0 / 64, double slope = 0) => Architectures.BasicNet.Build(width, 1, 4, slope);
        Assert.Contains("no training", Refused(), StringComparison.Ordinal);
        Assert.Contains("different architectures", Refused(Made(Net()), Made(Net(1.0 / 32))), StringComparison.Ordinal);
        Assert.Contains("different architectures", Refused(Made(Net()), Made(Net(slope: 0.1))), StringComparison.Ordinal);
        Assert.Contains("(0, 12, 4) and (0, 12, 5)", Refused(Made(Net()), Made(Net(), batchSize: 5)), StringComparison.Ordinal);
        Assert.Contains("(0, 12, 4) and (0, 13, 4)", Refused(Made(Net()), Made(Net(), iterations: 13)), StringComparison.Ordinal);
        Assert.Contains("images of different sizes", Refused(Made(Net()), Made(Net(), size: 8)), StringComparison.Ordinal);
        Assert.Contains(
            "ResNet-50 cannot be packed", Refused(Made(Architectures.ResNet50.Build(1.0 / 16, 1, 4))), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("backend fake cannot pack", Refused(Made(Net(), on: new FakeBackend())), StringComparison.Ordinal);
    }

    private static Trainer[] Trainings()
    {
        var (backend, graph) = (new FakePackingBackend(), Architectures.BasicNet.Build(1.0 / 64, 1, 4));
        return [.. Enumerable.Range(1, 3).Select(seed =>
            new Trainer(
                backend, graph, new FakeImages(20 + seed), Optimizers.Sgd(), new TrainingOptions(4, 12, (ulong)seed, CurvePoints: 4)))];
    }
}
