namespace OptimizerDynamics.Networks.Tests;

/// <summary>Which features go, by the paper's thresholds; and a criterion of a user's own.</summary>
public class PruningCriterionTests
{
    private static readonly FeatureStatistics[] _layers =
    [
        Layer("C1", scale: [1e-3, -0.9e-3, 0], largest: [0, 1e-12, 0.9e-12]),
        Layer("C2", scale: [0.5, -0.5], largest: [2, 1e-4]),
    ];

    [Fact]
    public void Features_below_a_threshold_go()
    {
        Assert.Equal(FilterMask.Of([[true, false, true], [false, false]]), PruningCriteria.Activation.Select(_layers));
        Assert.Equal(FilterMask.Of([[false, true, true], [false, false]]), PruningCriteria.Scale.Select(_layers));
        foreach (var layer in _layers)
        {
            Assert.Equal(layer.InactiveByActivation(), PruningCriteria.Activation.Select([layer]).Count);
            Assert.Equal(layer.InactiveByScale(), PruningCriteria.Scale.Select([layer]).Count);
        }
    }

    [Fact]
    public void Criteria_have_names()
    {
        Assert.Equal(["activation", "scale"], PruningCriteria.All.Select(criterion => criterion.Name));
        Assert.Equal(["largest activation < 1e-12", "|γ| < 1e-3"], PruningCriteria.All.Select(criterion => criterion.Label));
    }

    /// <summary>A criterion that looks at all layers: the smallest |γ| of the network goes.</summary>
    [Fact]
    public void A_criterion_may_look_at_all_layers() =>
        Assert.Equal(FilterMask.Of([[false, false, true], [false, false]]), new SmallestScale().Select(_layers));

    private static FeatureStatistics Layer(string name, double[] scale, double[] largest) =>
        new(name, [.. scale], [.. new double[scale.Length]], [.. largest], [.. new double[scale.Length]], [.. new double[scale.Length]]);

    private sealed class SmallestScale : PruningCriterion
    {
        public override string Name => "smallest-scale";

        public override string Label => "the smallest |γ|";

        protected override FilterMask Choose(IReadOnlyList<FeatureStatistics> layers)
        {
            var smallest = layers.Min(layer => layer.Scale.Min(Math.Abs));
            return FilterMask.Of(layers.Select(layer => layer.Scale.Select(scale => Math.Abs(scale) == smallest)));
        }
    }
}
