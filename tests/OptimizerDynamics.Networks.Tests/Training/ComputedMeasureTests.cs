namespace OptimizerDynamics.Networks.Tests;

/// <summary>Measures that are computed with the trained network, when training has ended.</summary>
public sealed class ComputedMeasureTests
{
    private static readonly Measure _smallWeights = Measure.Computed(
        "smallWeights", "|w| < 1e-2", MeasureUnit.Share, "share of θ with a magnitude below 1e-2",
        model => model.Parameters.Average(value => Math.Abs(value) < 1e-2f ? 1.0 : 0));

    [Fact]
    public void Their_values_stand_in_the_result_under_their_names()
    {
        var same = Measure.Computed(
            "same", "", MeasureUnit.Share, "", model => model.Evaluate(model.Parameters.AsSpan(), model.Training).Top1Error);
        var result = Measured(_smallWeights, SparsityByScale.Paper, same);
        Assert.Equal(["same", "smallWeights"], result.Values.Keys);
        Assert.Equal(result.Values["smallWeights"], _smallWeights.Of(result));
        Assert.InRange(_smallWeights.Of(result), 0.01, 0.99);
        Assert.Equal(result.Training.Top1Error, same.Of(result));
    }

    [Fact]
    public void Without_one_nothing_is_computed_and_the_value_is_NaN()
    {
        var result = Measured();
        Assert.Empty(result.Values);
        Assert.Equal(double.NaN, _smallWeights.Of(result));
    }

    [Fact]
    public void A_value_that_is_not_finite_is_none()
    {
        var infinite = Measure.Computed("infinite", "", MeasureUnit.Number, "", _ => double.PositiveInfinity);
        Assert.Equal(double.NaN, infinite.Of(Measured(infinite)));
    }

    [Theory]
    [InlineData("test")]
    [InlineData("layers")]
    [InlineData("prunedTest:mine")]
    public void A_name_under_which_results_keep_something_else_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => Measure.Computed(name, "", MeasureUnit.Number, "", _ => 0));

    private static TrainingResult Measured(params Measure[] measures)
    {
        var images = new FakeImages(20);
        var setup = new TrainingSetup(Architectures.BasicNet, 1.0 / 64, 0, Optimizers.Adam(), 4, 3, 0, 5) { Measures = [.. measures] };
        using var session = new TrainingSession(new FakeBackend(), setup, images, images);
        while (!session.IsCompleted)
            session.Step();
        return session.Measure()!;
    }
}
