namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>Features through several checkpoints: when they die, and which revive.</summary>
public sealed class CheckpointHistoryTests
{
    private static CheckpointReading Epoch(params double[] scale) => new StateDict().Bn("bn", scale.Length, scale).Read();

    [Fact]
    public void Death_is_the_first_checkpoint_from_which_on_a_feature_is_dead()
    {
        // always alive, dies last, dies first, revives, dies and revives and dies, broken at the end
        var history = CheckpointHistory.Of(
            ["a", "b", "c"],
            [Epoch(1, 1, 0, 0, 0, 0), Epoch(1, 1, 0, 1, 1, 0), Epoch(1, 0, 0, 1, 0, double.NaN)]);
        var layer = Assert.Single(history.Layers);
        Assert.Equal([null, 2, 0, null, 2, null], layer.DiedAt.ToArray());
        Assert.Equal((2, 1, 0, 2), (layer.Revived, layer.DeathsAt(0), layer.DeathsAt(1), layer.DeathsAt(2)));
    }

    [Fact]
    public void Other_layers_are_told()
    {
        var first = Epoch(1, 2);
        Assert.Null(CheckpointHistory.Difference(first, Epoch(0, 0)));
        Assert.Contains("3 features and not 2", CheckpointHistory.Difference(first, Epoch(0, 0, 0)));
        Assert.Contains("no layer 'bn'", CheckpointHistory.Difference(first, new StateDict().Bn("other", 2).Read()));
        Assert.Contains("'more' more", CheckpointHistory.Difference(first, new StateDict().Bn("bn", 2).Bn("more", 2).Read()));
        Assert.Throws<ArgumentException>(() => CheckpointHistory.Of(["a", "b"], [first, Epoch(1)]));
    }
}
