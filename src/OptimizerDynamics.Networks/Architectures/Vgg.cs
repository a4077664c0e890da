using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>A VGG with batch normalization, as Network Slimming has them for small images (Liu et al. 2017): one linear layer behind a
/// global mean.</summary>
/// <remarks>3×3 convolutions; images of at least 16×16. Simonyan and Zisserman 2014, "Very deep convolutional networks for large-scale
/// image recognition", have three linear layers of 4,096 units, which are not here.</remarks>
internal abstract class Vgg : Architecture
{
    /// <summary>The features of each convolution at width 1, and whether 2×2 max pooling follows it.</summary>
    protected abstract ImmutableArray<(int Features, bool IsPooled)> Convolutions { get; }

    /// <inheritdoc/>
    protected override NetworkGraph Describe(double width, int channels, int classes, double negativeSlope)
    {
        var signal = new GraphBuilder(Title, channels).Image;
        foreach (var (index, (features, isPooled)) in Convolutions.Index())
        {
            signal = signal.Convolution($"C{index + 1}", Scaled(features, width), kernel: 3, padding: 1)
                .Normalization($"N{index + 1}").Activation(negativeSlope);
            if (isPooled)
                signal = signal.MaxPooling(2);
        }

        return signal.GlobalMeanPooling().Linear("fc1", classes).ToGraph();
    }
}
