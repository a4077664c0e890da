using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Stranger.Tests;

/// <summary>Two convolutions with a shortcut around the second, and a linear layer.</summary>
public sealed class TwinNet : Architecture
{
    /// <inheritdoc/>
    public override string Name => "twinnet";

    /// <inheritdoc/>
    public override string Title => "TwinNet";

    /// <inheritdoc/>
    protected override NetworkGraph Describe(double width, int channels, int classes, double negativeSlope)
    {
        var features = Scaled(16, width);
        var first = new GraphBuilder(Title, channels).Image
            .Convolution("C1", features, kernel: 3, padding: 1).Normalization("N1").Activation(negativeSlope).MaxPooling(2);
        var inner = first.Convolution("C2", features, kernel: 3, padding: 1).Normalization("N2").Activation(negativeSlope);
        var second = inner.Convolution("C3", features, kernel: 1).Normalization("N3");
        return second.Plus(first).Activation(negativeSlope).GlobalMeanPooling().Linear("fc", classes).ToGraph();
    }
}
