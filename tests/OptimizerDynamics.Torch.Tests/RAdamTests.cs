using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>
/// TorchSharp 0.107.0's RAdam multiplies by the learning rate twice once ρₜ &gt; 5. These tests tell when that is mended.
/// </summary>
public sealed class RAdamTests
{
    private static readonly GradientStream Stream = new([1], [.. Enumerable.Range(0, 40).Select(step => new[] { Math.Cos(step) })]);

    /// <summary>
    /// When this fails, TorchSharp is right: then delete this test and <see cref="TorchSharpOptimizer.SquaresLearningRate"/>.
    /// </summary>
    [Fact]
    public void The_defect_of_TorchSharp_is_still_there()
    {
        const double LearningRate = 0.125;
        var trial = new Trial(OptimizerCase.Default("radam").With("lr", LearningRate), Stream);

        var (theirs, ours) = (TorchSharpRun.Of(trial, correctRAdam: false), trial.Run());

        Assert.False(TorchSharpOptimizer.SquaresLearningRate(trial.Optimizer["beta2"], 5));
        Assert.True(TorchSharpOptimizer.SquaresLearningRate(trial.Optimizer["beta2"], 6));
        for (var step = 1; step <= Stream.Steps; step++)
        {
            var factor = TorchSharpOptimizer.SquaresLearningRate(trial.Optimizer["beta2"], step) ? LearningRate : 1;
            Assert.Equal(factor * (ours[step][0] - ours[step - 1][0]), theirs[step][0] - theirs[step - 1][0], 14);
        }
    }
}
