namespace OptimizerDynamics.Torch;

/// <summary>The paper's BasicNet: seven 3×3 convolutions C1 to C7, each with batch normalization and ReLU, then two linear layers.</summary>
/// <remarks>
/// 64, 128, 128, 256, 256, 512 and 512 features, times the width; 2×2 max pooling behind C2, C4 and C6 and a global one behind C7, so that
/// images may have any size of at least 8×8. Input: [batch, channels, height, width]; output: [batch, classes], before the softmax.
/// </remarks>
public sealed class BasicNet : PlainNetwork
{
    private static readonly int[] _features = [64, 128, 128, 256, 256, 512, 512];

    /// <summary>A BasicNet, initialized as PyTorch does.</summary>
    /// <param name="width">Multiplies the number of features of each layer, rounded to whole features; above 0, 1 is the paper's.</param>
    /// <param name="channels">Channels of an image, at least 1.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="negativeSlope">Slope of the leaky ReLU below 0, in [0, 1); 0 for ReLU.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or a layer would have no feature.</exception>
    public BasicNet(double width = 1, int channels = 3, int classes = 10, double negativeSlope = 0)
        : base(nameof(BasicNet), Layers(width), channels, [Layers(width)[^1].Features], classes, poolsMaximum: true, negativeSlope)
    {
    }

    private static IReadOnlyList<(int Features, bool IsPooled)> Layers(double width) => [.. _features.Select((features, place) => (Scaled(features, width), place % 2 == 1))];
}
