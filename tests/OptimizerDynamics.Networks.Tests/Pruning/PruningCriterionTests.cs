using System.Collections.Immutable;

namespace OptimizerDynamics.Networks.Tests;

/// <summary>Which features go, in cases computed by hand: two convolutions of three and two features on one channel, with γ, and filters of
/// one weight for each channel that they read.</summary>
public class PruningCriterionTests
{
    private static readonly NetworkGraph _graph = Graph(isNormalized: true);

    private static readonly ImmutableArray<FeatureStatistics> _features =
    [
        Measured("C1", largest: [0, 1e-12, 0.9e-12], selectivity: [1, 0.25, 1]),
        Measured("C2", largest: [2, 1e-4], selectivity: [0.5, 0]),
    ];

    private static readonly PruningSubject _subject = Subject(_graph, [1e-3f, -0.9e-3f, 0], [0.5f, -0.5f]);

    [Fact]
    public void Features_below_a_threshold_go()
    {
        Assert.Equal(Mask("x-x", "--"), PruningCriteria.Activation.Select(_subject));
        Assert.Equal(Mask("xxx", "-x"), PruningCriteria.Activation.Select(_subject, 1.1e-4));
        Assert.Equal(Mask("-xx", "--"), PruningCriteria.Scale.Select(_subject));
        // 1e-3 as a float is above 1e-3.
        Assert.Equal(Mask("xxx", "--"), PruningCriteria.Scale.Select(_subject, 0.5));
        Assert.Equal(Mask("xxx", "xx"), PruningCriteria.Scale.Select(_subject, 0.51));
        foreach (var (index, layer) in _features.Index())
            Assert.Equal(layer.InactiveByActivation(), PruningCriteria.Activation.Select(_subject)[index].Count(goes => goes));
    }

    /// <summary>The quantile is that of all layers together, and the first of equal ones goes first.</summary>
    [Theory]
    [InlineData(0, "---", "--")]
    [InlineData(0.19, "---", "--")]
    [InlineData(0.2, "--x", "--")]
    [InlineData(0.6, "xxx", "--")]
    [InlineData(0.8, "xxx", "x-")]
    public void The_smallest_scales_of_the_network_go(double share, string first, string second) =>
        Assert.Equal(Mask(first, second), PruningCriteria.SmallestScale.Select(_subject, share));

    /// <summary>Filters of C1 have the norms 3, 1 and 2; those of C2 2 + 0 + 0 and 1 + 1 + 1.</summary>
    [Theory]
    [InlineData(0.3, "---", "--")]
    [InlineData(0.34, "-x-", "--")]
    [InlineData(0.5, "-x-", "x-")]
    [InlineData(0.67, "-xx", "x-")]
    public void The_smallest_norms_of_each_layer_go(double share, string first, string second)
    {
        Assert.Equal([3, 1, 2], _subject.FilterNormOf(_graph.FeatureLayers[0]));
        Assert.Equal([2, 3], _subject.FilterNormOf(_graph.FeatureLayers[1]));
        Assert.Equal(Mask(first, second), PruningCriteria.FilterNorm.Select(_subject, share));
    }

    [Fact]
    public void Selective_features_go_or_those_that_fire_often()
    {
        Assert.Equal(Mask("x-x", "x-"), PruningCriteria.MostSelective.Select(_subject, 0.6));
        Assert.Equal(Mask("x--", "--"), PruningCriteria.MostSelective.Select(_subject, 0.2));
        Assert.Equal(Mask("-x-", "-x"), PruningCriteria.LeastSelective.Select(_subject, 0.4));
    }

    /// <summary>The same seed draws the same features, another one others, and a larger share adds to a smaller one's.</summary>
    [Fact]
    public void Random_features_follow_from_the_seed()
    {
        var graph = Architectures.BasicNet.Build(0.25);
        PruningSubject Of(ulong seed) => new(
            graph, [.. new float[graph.Parameters.Length]],
            [.. graph.FeatureLayers.Select(layer => Measured(layer.Name, new double[layer.Features], new double[layer.Features]))], seed);
        var (half, same, other, less) = (
            PruningCriteria.Random.Select(Of(1), 0.5), PruningCriteria.Random.Select(Of(1), 0.5),
            PruningCriteria.Random.Select(Of(2), 0.5), PruningCriteria.Random.Select(Of(1), 0.2));
        var count = graph.FeatureLayers.Sum(layer => layer.Features);
        Assert.Equal((count / 2, same, count / 5), (half.Count, half, less.Count));
        Assert.NotEqual(half, other);
        for (var layer = 0; layer < half.Layers; layer++)
            Assert.DoesNotContain(true, less[layer].Zip(half[layer], (fewer, more) => fewer && !more));
    }

    /// <summary>What is no number is not known to be small: it stays, and does not count among those of which a share goes.</summary>
    [Fact]
    public void Features_without_a_number_stay()
    {
        var subject = Subject(_graph, [float.NaN, 2, 1], [float.NaN, 3]);
        Assert.Equal(Mask("--x", "--"), PruningCriteria.SmallestScale.Select(subject, 0.34));
        Assert.Equal(Mask("-xx", "--"), PruningCriteria.SmallestScale.Select(subject, 0.99));
        Assert.Equal(Mask("-xx", "-x"), PruningCriteria.Scale.Select(subject, 1e9));
    }

    /// <summary>Where nothing is normalized there is no γ, and filters have norms all the same.</summary>
    [Fact]
    public void Networks_without_normalization_have_no_scale()
    {
        var graph = Graph(isNormalized: false);
        float[] parameters = [3, 1, -2, 9, 9, 9, 2, 0, 0, 1, -1, 1, 9, 9, .. new float[6]];
        var subject = new PruningSubject(graph, [.. parameters], _features);
        Assert.Equal(Mask("---", "--"), PruningCriteria.Scale.Select(subject, 1e9));
        Assert.Equal(Mask("---", "--"), PruningCriteria.SmallestScale.Select(subject, 0.9));
        Assert.Equal(Mask("-x-", "x-"), PruningCriteria.FilterNorm.Select(subject, 0.5));
    }

    /// <summary>A layer that loses everything keeps its first feature, silenced.</summary>
    [Fact]
    public void A_layer_that_loses_everything_keeps_a_silent_feature()
    {
        var mask = PruningCriteria.SmallestScale.Select(_subject, 0.6);
        Assert.Equal(Mask("xxx", "--"), mask);
        var pruned = Prune.Apply(_graph, _subject.Parameters.AsSpan(), _graph.InitialStatistics(), mask);
        Assert.Equal([1, 2], pruned.Graph.FeatureLayers.Select(layer => layer.Features));
        Assert.Equal([0f], pruned.Graph.ScaleOf(pruned.Graph.FeatureLayers[0], pruned.Parameters).ToArray());
        Assert.Equal([0f], pruned.Graph.ShiftOf(pruned.Graph.FeatureLayers[0], pruned.Parameters).ToArray());
    }

    [Fact]
    public void Criteria_have_names_and_amounts()
    {
        Assert.Equal(
            ["activation", "scale", "smallest-scale", "filter-norm", "random", "most-selective", "least-selective"],
            PruningCriteria.All.Select(criterion => criterion.Name));
        Assert.Equal(
            ["largest activation < 1e-12", "|γ| < 1e-3"],
            PruningCriteria.All.Where(criterion => criterion.IsUsual).Select(criterion => criterion.Label));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        foreach (var share in new[] { -0.1, 1, double.NaN, double.PositiveInfinity })
            Assert.Throws<ArgumentOutOfRangeException>(() => PruningCriteria.FilterNorm.Select(_subject, share));
        Assert.Throws<ArgumentOutOfRangeException>(() => PruningCriteria.Scale.Select(_subject, 0));
        Assert.Throws<InvalidOperationException>(() => PruningCriteria.Random.Select(_subject));
        var unmeasured = _subject with { Features = [] };
        Assert.Throws<ArgumentException>(() => PruningCriteria.MostSelective.Select(unmeasured, 0.5));
        Assert.Equal(Mask("-xx", "--"), PruningCriteria.Scale.Select(unmeasured));
    }

    /// <summary>A criterion of a user's own, without an amount.</summary>
    [Fact]
    public void A_criterion_may_have_no_amount()
    {
        var own = new FirstFeature();
        Assert.True(own.IsUsual);
        Assert.Equal(Mask("x--", "x-"), own.Select(_subject));
        Assert.Throws<ArgumentOutOfRangeException>(() => own.Select(_subject, 0.5));
    }

    private static NetworkGraph Graph(bool isNormalized)
    {
        Signal Layer(Signal signal, string name, int features) => isNormalized
            ? signal.Convolution(name, features, kernel: 1).Normalization($"N{name}").Activation()
            : signal.Convolution(name, features, kernel: 1, bias: true).Activation();
        return Layer(Layer(new GraphBuilder("Small", 1).Image, "C1", 3), "C2", 2).GlobalMaxPooling().Linear("fc", 2).ToGraph();
    }

    private static PruningSubject Subject(NetworkGraph graph, float[] first, float[] second) =>
        new(graph, [3, 1, -2, .. first, 9, 9, 9, 2, 0, 0, 1, -1, 1, .. second, 9, 9, .. new float[6]], _features);

    private static FeatureStatistics Measured(string name, double[] largest, double[] selectivity)
    {
        ImmutableArray<double> none = [.. new double[largest.Length]];
        return new(name, none, none, [.. largest], [.. selectivity], none);
    }

    private static FilterMask Mask(params string[] layers) => FilterMask.Of(layers.Select(layer => layer.Select(sign => sign == 'x')));

    private sealed class FirstFeature : PruningCriterion
    {
        public override string Name => "first";

        public override string Label => "the first feature of each layer";

        protected override FilterMask Choose(PruningSubject subject, double amount) =>
            FilterMask.Of(subject.Graph, (_, feature) => feature == 0);
    }
}
