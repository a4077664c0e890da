namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>Counts of a layer: each feature is in exactly the counts that its γ and β say.</summary>
public sealed class LayerReadingTests
{
    private static LayerReading Read(double[] scale, double[]? shift = null) =>
        Assert.Single(new StateDict().Bn("bn", scale.Length, scale, shift ?? new double[scale.Length]).Read().Layers);

    [Fact]
    public void Thresholds_are_compared_as_float64()
    {
        var layer = Read([0.0009999999, 1e-3, (float)1e-3, -0.0005, 0.0099, 1e-2, -1]);
        Assert.Equal((2, 5, 2), (layer.Below, layer.BelowSmall, layer.Negative));
    }

    [Fact]
    public void What_is_not_finite_is_neither_dead_nor_alive()
    {
        var layer = Read([double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1], [-1, -1, -1, double.NaN, -1, 1]);
        Assert.Equal((3, 2, 2, 0, 2), (layer.NotFinite, layer.Below, layer.BelowSmall, layer.Negative, layer.Zero));
        Assert.Equal((1, 1), (layer.ShiftNotFinite, layer.NeverFires));
        Assert.Equal(3, layer.ScaleHistogram.Counts.Sum());
    }

    [Fact]
    public void A_feature_is_silent_where_gamma_is_dead_and_beta_not_above_zero() =>
        Assert.Equal(3, Read([0, 1e-4, -1e-4, 1e-4, 1], [0, -1, -1e-30, 1e-30, -1]).NeverFires);

    [Fact]
    public void The_share_of_positions_that_fire_is_that_of_a_normal_input()
    {
        var layer = Read([1, -2, 0.5, 0, 0, double.NaN], [0, -2, -2, 1, 0, 1]);
        double[] expected = [0.5, 0.15865525393145707, 3.167124183311998e-5, 1, 0, double.NaN];
        Assert.All(layer.FiringShares.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-15));
        Assert.Equal(2, layer.RarelyFires);
    }

    [Fact]
    public void Denormal_is_what_the_files_type_calls_so()
    {
        Assert.Equal(1, Read([1e-310, 0, 1e-300]).Denormal);
        Assert.Equal(1, LayerReading.Of(Layer(new Stored(ElementType.Float32, [1e-39, 0, 1e-37]))).Denormal);
        Assert.Equal(2, LayerReading.Of(Layer(new Stored(ElementType.Float16, [6e-5, 1e-7, 7e-5]))).Denormal);
    }

    [Fact]
    public void Without_beta_nothing_is_said_of_firing()
    {
        var layer = LayerReading.Of(Layer(TensorData.Of([3], [0, 1, 2])));
        Assert.Equal((1, null, null, 0), (layer.Below, layer.NeverFires, layer.RarelyFires, layer.FiringShares.Length));
    }

    [Fact]
    public void Without_gamma_it_counts_as_one()
    {
        var layer = LayerReading.Of(new NormalizationLayer(
            "bn", NormalizationKind.BatchNorm, 2, null, new NamedTensor("bn.beta", TensorData.Of([2], [0, -1])), true));
        Assert.Equal((0, 0, 0), (layer.Below, layer.NeverFires, layer.Zero));
        Assert.Equal(0.15865525393145707, layer.FiringShares[1], 1e-15);
    }

    [Fact]
    public void Empty_filters_are_counted_along_their_axis()
    {
        var weight = TensorData.Of([3, 2, 1, 1], [0, 0, 9e-6, -9e-6, 1, double.NaN]);
        Assert.Equal(new FilterReading(3, 1, 2), FilterReading.Of(new PairedConvolution("c", weight, null, 0)));
        Assert.Equal(new FilterReading(2, 0, 0), FilterReading.Of(new PairedConvolution("c", weight, null, 1)));
    }

    [Fact]
    public void Histograms_hold_every_finite_number_once()
    {
        var histogram = Histogram.Of([0, 1], [-1, -0.0, 0, 0.5, 1, 2, double.NaN, double.PositiveInfinity]);
        Assert.Equal([1, 3, 2], histogram.Counts.ToArray());
        Assert.Equal([2, 6, 4], Histogram.Sum([0, 1], [histogram, histogram]).Counts.ToArray());
    }

    private static NormalizationLayer Layer(TensorData scale) =>
        new("bn", NormalizationKind.BatchNorm, (int)scale.Count, new NamedTensor("bn.weight", scale), null, true);

    private sealed class Stored(ElementType type, double[] elements) : TensorData
    {
        public override ElementType ElementType => type;

        public override IReadOnlyList<long> Shape => [elements.Length];

        public override void Read(long start, Span<double> destination) =>
            elements.AsSpan((int)start, destination.Length).CopyTo(destination);
    }
}
