using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>An architecture of a user's own, in one file: a residual sum, and convolutions with a bias and no normalization.</summary>
internal sealed class Bare : Architecture
{
    public override string Name => "bare";

    public override string Title => "Bare";

    protected override NetworkGraph Describe(double width, int channels, int classes, double negativeSlope)
    {
        var (few, many) = (Scaled(4, width), Scaled(5, width));
        var stem = new GraphBuilder(Title, channels).Image.Convolution("stem", many, 3, padding: 1, bias: true).Activation(negativeSlope);
        var inner = stem.Convolution("a", few, 1, bias: true).Activation(negativeSlope).Convolution("b", many, 3, padding: 1, bias: true);
        return inner.Plus(stem).Activation(negativeSlope).MaxPooling(2).GlobalMeanPooling()
            .Linear("hidden", 6).Activation(negativeSlope)
            .Linear("fc", classes).ToGraph();
    }
}
