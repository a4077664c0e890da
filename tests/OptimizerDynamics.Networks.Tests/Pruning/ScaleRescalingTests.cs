using FsCheck.Xunit;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Networks.Tests;

/// <summary>Magnitude moves from γ to the weights behind it, and the network computes what it did.</summary>
public class ScaleRescalingTests
{
    /// <summary>Plain and residual networks, with and without normalizations, with leaky activations and poolings.</summary>
    [Property(MaxTest = 100)]
    public void The_network_computes_the_same(int seed)
    {
        var network = new RandomNetwork(seed);
        double[] Logits(float[] parameters) => network.Logits(network.Graph, parameters, network.Statistics);
        var expected = Logits(network.Parameters);
        // A power of two moves no digit of any product: plain loops, in double, add the same numbers.
        Assert.Equal(expected, Logits(ScaleRescaling.Apply(network.Graph, network.Parameters, 0.25)));
        var scale = Math.Max(1, expected.Max(Math.Abs));
        Assert.All(
            expected.Zip(Logits(ScaleRescaling.Apply(network.Graph, network.Parameters, 0.01))),
            logits => Assert.Equal(logits.First, logits.Second, 1e-4 * scale));
    }

    [Fact]
    public void Scale_and_shift_are_multiplied_and_the_weights_behind_them_divided()
    {
        var graph = new GraphBuilder("Small", 1).Image.Convolution("C1", 2, 1).Normalization("N1").Activation().GlobalMaxPooling()
            .Linear("fc", 2).ToGraph();
        float[] parameters = [1, 2, /* γ */ 1, -3, /* β */ 0.5f, 0, /* fc */ 1, 2, 3, 4, 5, 6];
        Assert.Equal(
            [1, 2, 0.5f, -1.5f, 0.25f, 0, 2, 4, 6, 8, 5, 6], ScaleRescaling.Apply(graph, parameters, 0.5));
        Assert.Equal(parameters, ScaleRescaling.Apply(graph, ScaleRescaling.Apply(graph, parameters, 0.5), 2));
        Assert.Equal(parameters, ScaleRescaling.Apply(graph, parameters, 1));
        foreach (var factor in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            Assert.Throws<ArgumentOutOfRangeException>(() => ScaleRescaling.Apply(graph, parameters, factor));
        Assert.Throws<ArgumentException>(() => ScaleRescaling.Apply(graph, parameters.AsSpan(1), 2));
    }

    /// <summary>Without normalization there is no γ to rescale.</summary>
    [Fact]
    public void Networks_without_normalization_stay_as_they_are()
    {
        var graph = Architectures.BasicNet.Build(1.0 / 32, 1, 4, isNormalized: false);
        var parameters = graph.Initialize(2);
        Assert.Equal(parameters, ScaleRescaling.Apply(graph, parameters, 0.1));
    }

    /// <summary>A training begins with the rescaled network, and fine-tuning with the pruned one scaled back; at a learning rate of 0 γ is
    /// what each begins with.</summary>
    [Fact]
    public void A_training_is_rescaled_and_fine_tuning_is_not()
    {
        var (images, backend, still) = (new FakeImages(20), new Watched(), Optimizers.Sgd(0));
        var setup = new TrainingSetup(Architectures.BasicNet, 1.0 / 32, 0, still, 4, 2, 0, 5)
        {
            Rescaling = 0.125,
            Branches = [new(PruningCriteria.FilterNorm, 0.5)],
            FineTuning = new FineTuning(2, _ => still),
        };
        using var session = new TrainingSession(backend, setup, images, images);
        for (var step = 0; step < 3; step++)
            session.Step();
        Assert.Equal([0.125f, 1], backend.Networks.Select(ScaleOf));
        session.Step();
        Assert.NotNull(Assert.Single(session.Measure()!.Branches).FineTuned);

        static float ScaleOf(ITrainingNetwork network)
        {
            var parameters = new float[network.Graph.Parameters.Length];
            network.Read(parameters, new float[network.Graph.Statistics!.Length]);
            return Assert.Single(network.Graph.FeatureLayers.SelectMany(layer => network.Graph.ScaleOf(layer, parameters)).Distinct());
        }
    }

    /// <summary>The CPU engine, with the networks that it was asked to train.</summary>
    private sealed class Watched : ITrainingBackend
    {
        private readonly CpuBackend _engine = new(1);

        public List<ITrainingNetwork> Networks { get; } = [];

        public string Name => _engine.Name;

        public IBackendNetwork Create(NetworkGraph graph, NetworkInput input) => _engine.Create(graph, input);

        public ITrainingNetwork CreateForTraining(NetworkGraph graph, NetworkInput input, Chain chain, long iterations)
        {
            Networks.Add(_engine.CreateForTraining(graph, input, chain, iterations));
            return Networks[^1];
        }
    }
}
