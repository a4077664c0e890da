namespace OptimizerDynamics.Networks.Tests;

/// <summary>Networks without normalization: their layers, their weights at the beginning, and what is measured of them.</summary>
public class UnnormalizedNetworkTests
{
    public static TheoryData<string> Names => [.. Architectures.All.Select(architecture => architecture.Name)];

    /// <summary>Nothing but normalizations goes, and a bias comes for each β.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void They_have_biases_in_the_place_of_normalizations(string name)
    {
        var architecture = Architectures.All.Single(of => of.Name == name);
        var (with, without) = (architecture.Build(1.0 / 16, 1, 4, 0.1), architecture.Build(1.0 / 16, 1, 4, 0.1, isNormalized: false));
        Assert.Null(without.Statistics);
        Assert.Equal(
            with.Layers.Where(layer => layer is not Normalization).Select(layer => (layer.Name, layer.GetType())),
            without.Layers.Select(layer => (layer.Name, layer.GetType())));
        Assert.All(without.Layers.OfType<Convolution>(), convolution => Assert.True(convolution.HasBias));
        Assert.Equal(
            with.FeatureLayers.Select(layer => (layer.Name, layer.Features, layer.NegativeSlope)),
            without.FeatureLayers.Select(layer => (layer.Name, layer.Features, layer.NegativeSlope)));
        Assert.All(without.FeatureLayers, layer => Assert.Null(layer.Normalization));
        // γ and β were as many numbers each as β alone is now.
        Assert.Equal(with.Parameters.Length - with.Statistics!.Length / 2, without.Parameters.Length);
        Assert.Equal((with.IsPlain, with.SmallestImage, with.CostOf(64).Macs), (
            without.IsPlain, without.SmallestImage, without.CostOf(64).Macs));
        Assert.Equal(CpuBackend.WhyNot(with) is null, CpuBackend.WhyNot(without) is null);
    }

    /// <summary>In front of an activation uniform in ±√(6/((1 + a²)n)), and PyTorch's ±1/√n in the last layer.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void Weights_in_front_of_activations_keep_the_second_moment(double slope)
    {
        var graph = Architectures.BasicNet.Build(0.25, 3, 10, slope, isNormalized: false);
        var parameters = RectifierInitialization.Of(graph, 7);
        var usual = graph.Initialize(7);
        foreach (var (index, layer) in graph.Layers.Index().Where(of => of.Item is Convolution or Linear))
        {
            var ranges = graph.ParametersOf(index);
            var (weights, inputs) = (parameters[ranges[0].Offset..ranges[0].End], ranges[0].Length / ranges[0].Shape[0]);
            if (layer.Name == "fc2")
            {
                Assert.Equal(usual[ranges[0].Offset..ranges[1].End], parameters[ranges[0].Offset..ranges[1].End]);
                continue;
            }

            var bound = Math.Sqrt(6 / ((1 + slope * slope) * inputs));
            Assert.InRange(weights.Max(Math.Abs), 0.95 * bound, bound * (1 + 1e-6));
            Assert.InRange(weights.Average(weight => weight * weight) * 3 / (bound * bound), 0.85, 1.15);
            Assert.All(parameters[ranges[1].Offset..ranges[1].End], bias => Assert.Equal(0, bias));
        }
    }

    /// <summary>There is no γ to be small: what is measured by it is no number, and activations are measured as ever.</summary>
    [Fact]
    public void What_is_measured_by_scale_is_no_number()
    {
        var images = new FakeImages(20);
        var setup = new TrainingSetup(Architectures.BasicNet, 1.0 / 16, 0, Optimizers.Sgd(1e-3), 4, 8, 0, 5)
        {
            IsNormalized = false,
            Branches = [new(PruningCriteria.FilterNorm, 0.5)],
            FineTuning = new FineTuning(3, _ => Optimizers.Sgd(1e-3)),
        };
        using var session = new TrainingSession(new CpuBackend(1), setup, images, images);
        while (!session.IsCompleted)
            session.Step();
        var result = session.Measure()!;
        Assert.False(result.HasScale || session.HasScale);
        Assert.All(
            [SparsityByScale.Paper, SparsityByScale.Looser, LaterLessEarlierSparsity.ByScale, DeathPrediction.BySelectivity],
            measure => Assert.Equal(double.NaN, measure.Of(result)));
        Assert.Equal(double.NaN, ActiveFeatures.Selectivity("C6").Of(result));
        Assert.InRange(SparsityByActivation.Paper.Of(result), 0, 1);
        Assert.NotNull(Assert.Single(result.Branches).FineTuned);
        Assert.InRange(result.Curve[^1].Loss, 0.1, 3);
    }
}
