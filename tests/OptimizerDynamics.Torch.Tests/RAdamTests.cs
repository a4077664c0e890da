using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>TorchSharp 0.107.0's RAdam multiplies by the learning rate twice once ρₜ &gt; 5. These tests tell when that is mended.</summary>
public sealed class RAdamTests
{
    private static readonly GradientStream Stream = new([1], [.. Enumerable.Range(0, 40).Select(step => new[] { Math.Cos(step) })]);

    /// <summary>When this fails, TorchSharp is right: then add radam to <see cref="TorchSharpOptimizer.Names"/> without its exception in
    /// <see cref="TorchSharpOptimizer.Comparable"/>, and delete this test.</summary>
    [Fact]
    public void The_defect_of_TorchSharp_is_still_there()
    {
        const double LearningRate = 0.125;
        var trial = new Trial(OptimizerCase.Default("radam").With("lr", LearningRate), Stream);

        var (theirs, ours) = (TorchSharpOptimizer.Run(trial), trial.Run());

        for (var step = 1; step <= Stream.Steps; step++)
        {
            // β₂ = 0.999: ρₜ is 5.0 at the fifth step still, and above 5 from the sixth on.
            var factor = step <= 5 ? 1 : LearningRate;
            Assert.Equal(factor * (ours[step][0] - ours[step - 1][0]), theirs[step][0] - theirs[step - 1][0], 14);
        }
    }
}
