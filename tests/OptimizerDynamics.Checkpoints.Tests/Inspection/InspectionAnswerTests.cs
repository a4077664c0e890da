namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>The answer says what the file tells, and that it does not tell where it does not.</summary>
public sealed class InspectionAnswerTests
{
    private static string Answer(StateDict state, CheckpointValue? root = null) => InspectionAnswer.Of(state.Read(root: root));

    [Fact]
    public void Living_filters() =>
        Assert.Equal("No filter died: of 2 features in 1 BatchNorm layer none has |γ| < 1e-3 (the smallest is 0.25, in bn).",
            Answer(new StateDict().Bn("bn", 2, [1, -0.25])));

    [Fact]
    public void Dead_filters_without_an_optimizer()
    {
        var answer = Answer(new StateDict().Bn("a", 2, [1, 1]).Bn("b", 2, [0, 1], [0, 1]));
        Assert.StartsWith("Filters died: of 4 features in 2 BatchNorm layers 1 (25 %) have |γ| < 1e-3, in b (1 of 2).", answer);
        Assert.Contains("the file does not tell", answer);
    }

    [Fact]
    public void A_branch_that_is_initialised_to_zero_did_not_die()
    {
        var answer = Answer(new StateDict().Bn("a", 2, [1, 1]).Bn("b", 2, [0, 0]));
        Assert.StartsWith("No filter died", answer);
        Assert.Contains("exactly 0 in all of b", answer);
    }

    [Fact]
    public void A_network_without_batch_normalization() => Assert.Contains(
        "no batch normalization in this file", Answer(new StateDict().Norm("ln_1", 4)));

    [Fact]
    public void An_empty_file() => Assert.StartsWith("Nothing to tell", Answer(new StateDict()));

    [Fact]
    public void What_is_not_finite_is_told() =>
        Assert.Contains("2 γ of 2 features are not finite", Answer(new StateDict().Bn("a", 2, [double.NaN, double.NaN])));

    [Fact]
    public void Merged_layers() =>
        Assert.Contains("has a γ", Answer(new StateDict().Tensor("bn.running_mean", [2]).Tensor("bn.running_var", [2])));
}
