using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Testing;

/// <summary>A small network drawn from a seed: plain or residual, with and without normalizations and biases, of any order of
/// poolings.</summary>
internal sealed class RandomNetwork
{
    private readonly Random _random;

    public RandomNetwork(int seed)
    {
        _random = new Random(seed);
        var signal = new GraphBuilder("Random", _random.Next(1, 3)).Image;
        var blocks = _random.Next(1, 4);
        for (var block = 0; block < blocks; block++)
            signal = _random.Next(2) == 0 ? Convolved(signal, $"c{block}") : Residual(signal, $"r{block}");
        signal = _random.Next(2) == 0 ? signal.GlobalMaxPooling() : signal.GlobalMeanPooling();
        if (_random.Next(2) == 0)
            signal = signal.Linear("hidden", _random.Next(1, 5)).Activation(Slope());
        Graph = signal.Linear("fc", 3).ToGraph();
        Parameters = [.. Enumerable.Range(0, Graph.Parameters.Length).Select(_ => (float)(2 * _random.NextDouble() - 1))];
        Statistics = Graph.InitialStatistics();
        for (var i = 0; i < Statistics.Length; i++)
            Statistics[i] = Statistics[i] == 1 ? 0.5f + (float)_random.NextDouble() : (float)_random.NextDouble() - 0.5f;
        Side = Graph.SmallestImage + _random.Next(3);
        Image = [.. Enumerable.Range(0, Graph.Channels * Side * Side).Select(_ => 2 * _random.NextDouble() - 1)];
    }

    public NetworkGraph Graph { get; }

    public float[] Parameters { get; }

    public float[] Statistics { get; }

    public int Side { get; }

    public double[] Image { get; }

    /// <summary>A mask of that share of the features, now and then of a whole layer.</summary>
    public FilterMask Mask(double share) => FilterMask.Of(Graph.FeatureLayers.Select(layer =>
    {
        var isWhole = _random.Next(5) == 0 && share > 0;
        return Enumerable.Range(0, layer.Features).Select(_ => isWhole || _random.NextDouble() < share).ToArray();
    }));

    public double[] Logits(NetworkGraph graph, float[] parameters, float[] statistics) =>
        PlainLoops.Logits(graph, parameters, statistics, Image, Side);

    private double Slope() => _random.Next(2) * 0.1;

    private Signal Convolved(Signal signal, string name)
    {
        var kernel = _random.Next(1, 4);
        var isNormalized = _random.Next(3) > 0;
        signal = signal.Convolution(
            name, _random.Next(1, 6), kernel, stride: _random.Next(1, 3), padding: kernel / 2, bias: !isNormalized || _random.Next(2) == 0);
        if (isNormalized)
            signal = signal.Normalization($"{name}.norm");
        signal = signal.Activation(Slope());
        return _random.Next(3) == 0 ? signal.MaxPooling(kernel, stride: _random.Next(1, 3), padding: kernel / 2) : signal;
    }

    private Signal Residual(Signal signal, string name)
    {
        var features = _random.Next(1, 6);
        var inner = signal.Convolution($"{name}a", _random.Next(1, 6), 1).Normalization($"{name}a.norm").Activation(Slope());
        var outer = inner.Convolution($"{name}b", features, 3, padding: 1);
        return outer.Plus(signal.Convolution($"{name}s", features, 1, bias: true).Normalization($"{name}s.norm")).Activation(Slope());
    }
}
