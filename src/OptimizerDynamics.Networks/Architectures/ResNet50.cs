namespace OptimizerDynamics.Networks;

/// <summary>ResNet-50: a stem, sixteen bottlenecks in four stages, a global mean and one linear layer (He et al. 2016, "Deep residual
/// learning for image recognition").</summary>
/// <remarks>
/// <para>A bottleneck has three convolutions, 1×1, 3×3 and 1×1, of n, n and 4n features (n = 64, 128, 256, 512 by stage, times the width),
/// and adds its input to the third's output before the last activation. Stages after the first halve the image in the 3×3 convolution of
/// their first bottleneck, as PyTorch's ResNet-50 does.</para>
/// <para>Its feature layers are the stem (<c>conv1</c>) and the first two convolutions of each bottleneck (<c>res2.1a</c>, <c>res2.1b</c>,
/// …, <c>res5.3b</c>): 7,616 features at width 1. The third is none, because its output is added to that of all bottlenecks before it in
/// the stage: no feature of its own goes through an activation, none can be inactive alone, and none can be removed alone. The totals of
/// the paper's Table 5 fit this count and that of all convolutions alike.</para>
/// </remarks>
/// <param name="isForLargeImages">Whether the stem is a 7×7 convolution with stride 2 and 3×3 max pooling with stride 2, for 224 × 224
/// pixels; else it is a 3×3 convolution, for 32 × 32 or 64 × 64.</param>
internal sealed class ResNet50(bool isForLargeImages) : Architecture
{
    private const int Expansion = 4;

    private static readonly (int Features, int Bottlenecks)[] _stages = [(64, 3), (128, 4), (256, 6), (512, 3)];

    /// <inheritdoc/>
    public override string Name => isForLargeImages ? "resnet50-large" : "resnet50";

    /// <inheritdoc/>
    public override string Title => "ResNet-50";

    /// <inheritdoc/>
    protected override NetworkGraph Describe(double width, int channels, int classes, double negativeSlope)
    {
        var (image, stem) = (new GraphBuilder(Title, channels).Image, Scaled(_stages[0].Features, width));
        var signal = isForLargeImages
            ? image.Convolution("conv1", stem, kernel: 7, stride: 2, padding: 3)
            : image.Convolution("conv1", stem, kernel: 3, padding: 1);
        signal = signal.Normalization("norm1").Activation(negativeSlope);
        if (isForLargeImages)
            signal = signal.MaxPooling(3, stride: 2, padding: 1);
        foreach (var (stage, (features, count)) in _stages.Index())
        {
            for (var number = 1; number <= count; number++)
            {
                var stride = stage > 0 && number == 1 ? 2 : 1;
                signal = Bottleneck(signal, $"res{stage + 2}.{number}", Scaled(features, width), stride, number == 1, negativeSlope);
            }
        }

        return signal.GlobalMeanPooling().Linear("fc", classes).ToGraph();
    }

    /// <summary>Three convolutions, and the sum with their input, which a 1×1 convolution brings to the shape of their output where it has
    /// another.</summary>
    private static Signal Bottleneck(Signal input, string name, int features, int stride, bool hasShortcut, double negativeSlope)
    {
        var output = input
            .Convolution($"{name}a", features, kernel: 1).Normalization($"{name}a_norm").Activation(negativeSlope)
            .Convolution($"{name}b", features, kernel: 3, stride, padding: 1).Normalization($"{name}b_norm").Activation(negativeSlope)
            .Convolution($"{name}c", Expansion * features, kernel: 1).Normalization($"{name}c_norm");
        var kept = hasShortcut
            ? input.Convolution($"{name}s", Expansion * features, kernel: 1, stride).Normalization($"{name}s_norm")
            : input;
        return output.Plus(kept).Activation(negativeSlope);
    }
}
