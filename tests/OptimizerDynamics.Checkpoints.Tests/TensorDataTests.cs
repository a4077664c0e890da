namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>Tensors in memory: shape, elements, and what is refused.</summary>
public sealed class TensorDataTests
{
    [Fact]
    public void A_tensor_is_read_whole_and_in_parts()
    {
        var tensor = TensorData.Of([2, 3], [1, 2, 3, 4, 5, 6]);
        var part = new double[2];

        tensor.Read(3, part);

        Assert.Equal(6, tensor.Count);
        Assert.Equal([1, 2, 3, 4, 5, 6], tensor.ToArray());
        Assert.Equal([4, 5], part);
    }

    [Fact]
    public void A_scalar_has_one_element() => Assert.Equal(1, TensorData.Of([], [7]).Count);

    [Fact]
    public void Elements_beyond_the_end_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TensorData.Of([2], [1, 2]).Read(1, new double[2]));

    [Fact]
    public void A_shape_of_another_count_is_refused() => Assert.Throws<ArgumentException>(() => TensorData.Of([2, 2], [1, 2, 3]));
}
