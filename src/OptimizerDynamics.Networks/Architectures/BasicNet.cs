namespace OptimizerDynamics.Networks;

/// <summary>The paper's BasicNet: seven 3×3 convolutions C1 to C7, each with batch normalization and ReLU, then two linear
/// layers.</summary>
/// <remarks>64, 128, 128, 256, 256, 512 and 512 features, times the width; 2×2 max pooling behind C2, C4 and C6 and a global one behind C7,
/// so that images may have any size of at least 8×8.</remarks>
internal sealed class BasicNet : Architecture
{
    private static readonly int[] _features = [64, 128, 128, 256, 256, 512, 512];

    /// <inheritdoc/>
    public override string Name => "basicnet";

    /// <inheritdoc/>
    public override string Title => "BasicNet";

    /// <inheritdoc/>
    protected override NetworkGraph Describe(double width, int channels, int classes, double negativeSlope)
    {
        var signal = new GraphBuilder(Title, channels).Image;
        foreach (var (index, features) in _features.Index())
        {
            signal = signal.Convolution($"C{index + 1}", Scaled(features, width), kernel: 3, padding: 1)
                .Normalization($"N{index + 1}").Activation(negativeSlope);
            if (index % 2 == 1)
                signal = signal.MaxPooling(2);
        }

        return signal.GlobalMaxPooling()
            .Linear("fc1", Scaled(_features[^1], width)).Activation(negativeSlope)
            .Linear("fc2", classes).ToGraph();
    }
}
