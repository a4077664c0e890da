using FsCheck.Xunit;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Networks.Tests;

/// <summary>Pruning of random networks, plain and residual, with and without normalizations.</summary>
public class PruneTests
{
    [Property(MaxTest = 200)]
    public void A_pruned_network_computes_what_the_zeroed_one_does(int seed)
    {
        var network = new RandomNetwork(seed);
        var mask = network.Mask(0.4);
        var zeroed = Prune.Zero(network.Graph, network.Parameters, mask);
        var pruned = Prune.Apply(network.Graph, network.Parameters, network.Statistics, mask);
        var (expected, found) = (
            network.Logits(network.Graph, zeroed, network.Statistics), network.Logits(pruned.Graph, pruned.Parameters, pruned.Statistics));
        var scale = Math.Max(1, expected.Max(Math.Abs));
        Assert.All(expected.Zip(found), logits => Assert.Equal(logits.First, logits.Second, 1e-12 * scale));

        Assert.Equal(
            Enumerable.Range(0, mask.Layers).Select(layer => Math.Max(1, mask.KeptOf(layer).Length)),
            pruned.Graph.FeatureLayers.Select(layer => layer.Features));
        var (before, after) = (network.Graph.CostOf(network.Side), pruned.Graph.CostOf(network.Side));
        var isSmaller = pruned.Graph.FeatureLayers.Sum(layer => layer.Features) < network.Graph.FeatureLayers.Sum(layer => layer.Features);
        Assert.Equal((isSmaller, isSmaller), (after.Parameters < before.Parameters, after.Macs < before.Macs));
    }

    [Property(MaxTest = 50)]
    public void Pruning_nothing_changes_nothing(int seed)
    {
        var network = new RandomNetwork(seed);
        var pruned = Prune.Apply(network.Graph, network.Parameters, network.Statistics, network.Mask(0));
        Assert.Equal(network.Graph, pruned.Graph);
        Assert.Equal(network.Parameters, pruned.Parameters);
        Assert.Equal(network.Statistics, pruned.Statistics);
        Assert.Equal(network.Parameters, Prune.Zero(network.Graph, network.Parameters, network.Mask(0)));
    }

    /// <summary>What is taken out twice is taken out once.</summary>
    [Property(MaxTest = 50)]
    public void Features_may_go_in_any_order(int seed)
    {
        var network = new RandomNetwork(seed);
        var (first, second) = (network.Mask(0.2), network.Mask(0.2));
        var both = FilterMask.Of(network.Graph, (layer, feature) => first[layer][feature] || second[layer][feature]);
        if (Enumerable.Range(0, both.Layers).Any(layer => both.KeptOf(layer) is []))
            return;
        var once = Prune.Apply(network.Graph, network.Parameters, network.Statistics, both);
        var half = Prune.Apply(network.Graph, network.Parameters, network.Statistics, first);
        var rest = FilterMask.Of(half.Graph, (layer, feature) => second[layer][first.KeptOf(layer)[feature]]);
        var twice = Prune.Apply(half.Graph, half.Parameters, half.Statistics, rest);
        Assert.Equal(once.Graph, twice.Graph);
        Assert.Equal(once.Parameters, twice.Parameters);
        Assert.Equal(once.Statistics, twice.Statistics);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var graph = Architectures.BasicNet.Build(1.0 / 64);
        var (parameters, statistics) = (graph.Initialize(1), graph.InitialStatistics());
        var none = FilterMask.Of(graph, (_, _) => false);
        Assert.Contains("θ has 0 numbers", Refused(() => Prune.Zero(graph, [], none)), StringComparison.Ordinal);
        Assert.Contains("statistics has", Refused(() => Prune.Apply(graph, parameters, [], none)), StringComparison.Ordinal);
        var empty = FilterMask.Of([]);
        Assert.Contains("0 layers: expected BasicNet's 7", Refused(() => Prune.Zero(graph, parameters, empty)), StringComparison.Ordinal);
        var wider = FilterMask.Of(Architectures.BasicNet.Build(1.0 / 32), (_, _) => false);
        Assert.Contains("2 features in C1: expected 1", Refused(() => Prune.Zero(graph, parameters, wider)), StringComparison.Ordinal);

        static string Refused(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    [Fact]
    public void Masks_are_equal_when_the_same_features_go()
    {
        var mask = FilterMask.Of([[true, false], [false, false, true]]);
        Assert.Equal((2, 2), (mask.Layers, mask.Count));
        Assert.Equal([0, 1], mask.KeptOf(1).AsEnumerable());
        Assert.Equal(mask, FilterMask.Of([[true, false], [false, false, true]]));
        Assert.NotEqual(mask, FilterMask.Of([[true, false], [false, true, false]]));
    }
}
