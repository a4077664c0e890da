namespace OptimizerDynamics.Torch;

/// <summary>VGG-11 and VGG-16 with batch normalization, as Network Slimming has them for small images (Liu et al. 2017): one linear layer behind a mean over what is left.</summary>
/// <remarks>
/// VGG-11: 64, 128, 2 × 256, 4 × 512 features, 2,752 in all; VGG-16: 2 × 64, 2 × 128, 3 × 256, 6 × 512, 4,224 in all. 2×2 max pooling behind the last layer of
/// each size but of the last; images of at least 16×16. Simonyan and Zisserman 2014, "Very deep convolutional networks for large-scale image recognition",
/// with three linear layers of 4,096 units, which are not here. Input: [batch, channels, height, width]; output: [batch, classes], before the softmax.
/// </remarks>
public sealed class Vgg : PlainNetwork
{
    private static readonly (int Features, bool IsPooled)[] _eleven =
        [(64, true), (128, true), (256, false), (256, true), (512, false), (512, true), (512, false), (512, false)];

    private static readonly (int Features, bool IsPooled)[] _sixteen =
    [
        (64, false), (64, true), (128, false), (128, true), (256, false), (256, false), (256, true),
        (512, false), (512, false), (512, true), (512, false), (512, false), (512, false),
    ];

    private Vgg(string name, (int Features, bool IsPooled)[] layers, double width, int channels, int classes, double negativeSlope)
        : base(name, [.. layers.Select(layer => (Scaled(layer.Features, width), layer.IsPooled))], channels, [], classes, poolsMaximum: false, negativeSlope)
    {
    }

    /// <summary>VGG-11: eight convolutions.</summary>
    /// <param name="width">Multiplies the number of features of each layer; above 0, 1 is the published one.</param>
    /// <param name="channels">Channels of an image, at least 1.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="negativeSlope">Slope of the leaky ReLU below 0, in [0, 1); 0 for ReLU.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or a layer would have no feature.</exception>
    public static Vgg Eleven(double width = 1, int channels = 3, int classes = 10, double negativeSlope = 0) => new("Vgg11", _eleven, width, channels, classes, negativeSlope);

    /// <summary>VGG-16: thirteen convolutions.</summary>
    /// <param name="width">Multiplies the number of features of each layer; above 0, 1 is the published one.</param>
    /// <param name="channels">Channels of an image, at least 1.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="negativeSlope">Slope of the leaky ReLU below 0, in [0, 1); 0 for ReLU.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or a layer would have no feature.</exception>
    public static Vgg Sixteen(double width = 1, int channels = 3, int classes = 10, double negativeSlope = 0) => new("Vgg16", _sixteen, width, channels, classes, negativeSlope);
}
