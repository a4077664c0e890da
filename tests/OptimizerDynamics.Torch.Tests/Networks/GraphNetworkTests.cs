using FsCheck.Xunit;
using OptimizerDynamics.Networks;
using OptimizerDynamics.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>Any graph on libtorch: with and without normalizations, residual, pruned, packed.</summary>
public sealed class GraphNetworkTests
{
    /// <summary>Any layers in any order, with running statistics, in float64.</summary>
    [Property(MaxTest = 100)]
    public void A_network_computes_what_plain_loops_do(int seed)
    {
        using var scope = NewDisposeScope();
        var random = new RandomNetwork(seed);
        using var network = new GraphNetwork(random.Graph);
        network.LoadParameters(random.Parameters);
        network.LoadStatistics(random.Statistics);
        Assert.Equal(random.Parameters, network.ReadParameters());
        Assert.Equal(random.Statistics, network.ReadStatistics());
        network.to(ScalarType.Float64);
        network.eval();
        var expected = random.Logits(random.Graph, random.Parameters, random.Statistics);
        var image = tensor(random.Image).reshape(1, random.Graph.Channels, random.Side, random.Side);
        var found = network.forward(image).data<double>().ToArray();
        var largest = Math.Max(1, expected.Max(Math.Abs));
        Assert.All(expected.Zip(found), logits => Assert.Equal(logits.First, logits.Second, 1e-12 * largest));
    }

    private static NetworkGraph Bare() => new Bare().Build(channels: 2, classes: 3, negativeSlope: 0.1);

    [Fact]
    public void A_network_without_normalizations_learns()
    {
        using var scope = NewDisposeScope();
        var graph = Bare();
        using var network = new GraphNetwork(graph);
        network.LoadParameters(graph.Initialize(1));
        Assert.Equal(graph.Initialize(1), network.ReadParameters());
        Assert.Empty(network.ReadStatistics());
        network.LoadStatistics([]);
        using var optimizer = new ModelOptimizer(network, Optimizers.Adam(learningRate: 0.01));
        Assert.Equal(graph.Parameters, optimizer.Parameters.Layout);
        manual_seed(1);
        var (images, labels) = (randn(12, 2, 6, 6), randint(3, 12));
        var losses = new List<float>();
        for (var step = 0; step < 100; step++)
        {
            using var inner = NewDisposeScope();
            optimizer.ZeroGradients();
            var loss = nn.functional.cross_entropy(network.forward(images), labels);
            loss.backward();
            optimizer.Step();
            losses.Add(loss.item<float>());
        }

        Assert.InRange(losses[^1], 0, 0.5 * losses[0]);
        Assert.Equal(network.ReadParameters(), optimizer.Parameters.Values.data<float>().ToArray());
    }

    /// <summary>Pruned or set to zero, the logits are the same; without normalization a filter's weights and bias are set to
    /// zero.</summary>
    [Fact]
    public void A_pruned_network_computes_what_the_zeroed_one_does()
    {
        using var scope = NewDisposeScope();
        var graph = Bare();
        var parameters = graph.Initialize(3);
        var mask = FilterMask.Of(graph, (_, feature) => feature is 0 or 2);
        Assert.Equal(["a"], graph.FeatureLayers.Select(layer => layer.Name)); // the stem's output is added
        var pruned = Prune.Apply(graph, parameters, [], mask);
        Tensor Logits(NetworkGraph of, float[] theta)
        {
            using var network = new GraphNetwork(of);
            network.LoadParameters(theta);
            return network.to(ScalarType.Float64).forward(ones(2, 2, 5, 5, ScalarType.Float64)).detach();
        }

        var (expected, found) = (Logits(graph, Prune.Zero(graph, parameters, mask)), Logits(pruned.Graph, pruned.Parameters));
        Assert.InRange((expected - found).abs().max().item<double>(), 0, 1e-14);
    }

    /// <summary>Plain networks without normalizations are packed as others are: each computes what it computes alone, but for the order of
    /// additions.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_pack_computes_what_its_networks_do(int count)
    {
        using var scope = NewDisposeScope();
        var signal = new GraphBuilder("Plain", 2).Image.Convolution("c", 4, 5, stride: 2, padding: 2, bias: true).Activation(0.1);
        var graph = signal.Convolution("d", 3, 1).Normalization("n").Activation().GlobalMaxPooling().Linear("fc", 3).ToGraph();
        var networks = Enumerable.Range(0, count).Select(seed =>
        {
            var network = new GraphNetwork(graph);
            network.LoadParameters(graph.Initialize((ulong)seed));
            return network.to(ScalarType.Float64);
        }).ToList();
        var images = randn(4, 2 * count, 9, 9, ScalarType.Float64);
        Tensor Alone(GraphNetwork network, int index)
        {
            network.eval();
            return network.forward(images.narrow(1, 2 * index, 2));
        }

        var alone = networks.Select((network, index) => Alone(network, index)).ToList();
        using var pack = new PackedNetwork(networks);
        pack.eval();
        var found = pack.forward(images);
        Assert.Equal([count, 4L, 3], found.shape);
        for (var index = 0; index < count; index++)
            Assert.InRange((found[index] - alone[index]).abs().max().item<double>(), 0, 1e-14);
    }

    [Fact]
    public void What_cannot_be_packed_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("Bare cannot be packed", Refused(Bare()), StringComparison.Ordinal);
        var (narrow, wide) = (Architectures.BasicNet.Build(0.1), Architectures.BasicNet.Build(0.2));
        Assert.Contains("different architectures", Refused(narrow, wide), StringComparison.Ordinal);
        Assert.Contains("There is no network", Refused(), StringComparison.Ordinal);

        static string Refused(params NetworkGraph[] graphs) =>
            Assert.Throws<ArgumentException>(() => new PackedNetwork([.. graphs.Select(graph => new GraphNetwork(graph))])).Message;
    }

    [Fact]
    public void Numbers_of_another_length_are_refused()
    {
        using var scope = NewDisposeScope();
        using var network = new GraphNetwork(Architectures.BasicNet.Build(1.0 / 64));
        Assert.Contains("parameters has 3 numbers: expected", Refused(() => network.LoadParameters([1, 2, 3])), StringComparison.Ordinal);
        Assert.Contains("statistics has 0 numbers: expected 58", Refused(() => network.LoadStatistics([])), StringComparison.Ordinal);

        static string Refused(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    /// <summary>TorchSharp's function frees the slope where the garbage collector runs in the middle of a call: about one call of 70,000
    /// read freed memory beside a thread that collects all the time.</summary>
    [Fact]
    public void The_slope_of_a_leaky_ReLU_outlives_the_call()
    {
        var graph = new GraphBuilder("Leaky", 2).Image.Activation(0.1).Activation(0.2).Activation(0.3).Activation(0.4).GlobalMeanPooling()
            .Linear("fc", 2).ToGraph();
        using var network = new GraphNetwork(graph);
        network.LoadParameters([1, 0, 0, 1, 0, 0]);
        using var image = tensor(new float[] { -1, 1 }).reshape(1, 2, 1, 1);
        using var unrecorded = no_grad();
        var isOver = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            for (var call = 0; call < 40_000; call++)
            {
                using var scope = NewDisposeScope();
                Assert.Equal(-0.0024f, network.forward(image).data<float>()[0], 1e-8f);
            }
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            collector.Join();
        }
    }
}
