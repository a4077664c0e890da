namespace OptimizerDynamics.Networks;

/// <summary>Writes a <see cref="NetworkGraph"/>, layer by layer.</summary>
/// <remarks>
/// <code>
/// var builder = new GraphBuilder("Small", channels: 3);
/// var features = builder.Image.Convolution("C1", 16, kernel: 3, padding: 1).Normalization("N1").Activation().MaxPooling(2);
/// NetworkGraph graph = features.GlobalMeanPooling().Linear("fc", 10).ToGraph();
/// </code>
/// Layers are evaluated in the order in which they are written.
/// </remarks>
/// <param name="name">The network's name, for readers.</param>
/// <param name="channels">The channels of an image, at least 1.</param>
public sealed class GraphBuilder(string name, int channels)
{
    private readonly List<Layer> _layers = [];

    /// <summary>The image.</summary>
    public Signal Image => new(this, NetworkGraph.Image);

    /// <summary>Adds a layer.</summary>
    internal Signal Add(string kind, string? name, Func<string, Layer> layer)
    {
        _layers.Add(layer(name ?? FormattableString.Invariant($"{kind}{_layers.Count}")));
        return new Signal(this, _layers.Count - 1);
    }

    /// <summary>The graph of all layers, the last of which outputs the logits.</summary>
    internal NetworkGraph Build(int logits) => logits == _layers.Count - 1
        ? new NetworkGraph(name, channels, _layers)
        : throw new ArgumentException(
            $"{name}: the logits have to be the last layer written, and '{_layers[^1].Name}' was written behind them.", nameof(logits));
}
