namespace OptimizerDynamics.Networks.Tests;

/// <summary>What an error is: one definition, for training and evaluation.</summary>
public sealed class ClassificationTests
{
    private const float NaN = float.NaN, Infinite = float.PositiveInfinity;

    [Theory]
    [InlineData(new[] { 1f, 3, 2 }, 1, 1, true)]
    [InlineData(new[] { 1f, 3, 2 }, 2, 1, false)]
    [InlineData(new[] { 1f, 3, 2 }, 2, 2, true)]
    [InlineData(new[] { 1f, 3, 2 }, 0, 2, false)]
    [InlineData(new[] { 5f }, 0, 1, true)]
    public void A_class_is_right_where_its_logit_is_among_the_first(float[] logits, int label, int first, bool expected) =>
        Assert.Equal(expected, Classification.IsRight(logits, label, first));

    [Theory]
    [InlineData(new[] { 2f, 2, 1 }, 0, 1, false)]
    [InlineData(new[] { 2f, 2, 1 }, 1, 1, false)]
    [InlineData(new[] { 2f, 2, 1 }, 1, 2, true)]
    [InlineData(new[] { 0f, 0, 0, 0, 0, 0 }, 3, 1, false)]
    [InlineData(new[] { 0f, 0, 0, 0, 0, 0 }, 3, 5, false)]
    public void A_tie_is_an_error(float[] logits, int label, int first, bool expected) =>
        Assert.Equal(expected, Classification.IsRight(logits, label, first));

    [Theory]
    [InlineData(new[] { NaN, NaN, NaN }, 0, 1)]
    [InlineData(new[] { NaN, 1f, 0 }, 1, 1)]
    [InlineData(new[] { 0f, NaN, 0 }, 1, 5)]
    [InlineData(new[] { 0f, Infinite, 0 }, 1, 1)]
    [InlineData(new[] { 0f, 1, -Infinite }, 1, 5)]
    public void A_logit_that_is_not_finite_makes_an_error(float[] logits, int label, int first) =>
        Assert.False(Classification.IsRight(logits, label, first));

    [Fact]
    public void Right_ones_are_counted_image_by_image() =>
        Assert.Equal(
            (2, 3),
            (Classification.CountRight([1, 0, 0, 1, 0, 1], [0, 1, 0]), Classification.CountRight([1, 0, 0, 1, 0, 1], [0, 1, 0], 2)));

    /// <summary>Evaluation and training say the same of the same logits.</summary>
    [Fact]
    public void Training_and_evaluation_count_the_same_errors()
    {
        var (backend, images) = (new FakeBackend(), new FakeImages(20));
        var graph = Architectures.BasicNet.Build(1.0 / 64, 1, 4);
        using var trainer = new Trainer(backend, graph, images, Optimizers.Sgd(), new TrainingOptions(20, 1, 3));
        var evaluated = Evaluator.Evaluate(trainer.Network, images);
        trainer.Step();
        Assert.Equal(evaluated.Top1Error, trainer.Curve[^1].Error, 1e-12);
    }
}
