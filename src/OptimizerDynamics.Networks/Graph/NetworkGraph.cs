using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>A network as data: layers in the order of their evaluation, each of which reads the image or layers before it.
/// Immutable.</summary>
/// <remarks>
/// The image is [batch, channels, side, side]; the output of the last layer is the logits, [batch, classes], before the softmax. What the
/// network costs, how its parameters lie in θ, how they are initialized and what can be taken out of it follow from the graph alone; a
/// backend computes its layers. <see cref="GraphBuilder"/> writes graphs.
/// </remarks>
public sealed class NetworkGraph : IEquatable<NetworkGraph>
{
    /// <summary>The index that stands for the image in <see cref="Layer.Inputs"/>.</summary>
    public const int Image = -1;

    private readonly GraphShapes _shapes;
    private readonly LayerRanges _parameters, _statistics;

    /// <summary>A graph of layers.</summary>
    /// <param name="name">The network's name, for readers, such as <c>BasicNet</c>.</param>
    /// <param name="channels">The channels of an image, at least 1.</param>
    /// <param name="layers">The layers in the order of evaluation; the output of the last is the logits.</param>
    /// <exception cref="ArgumentException">The layers are no network; the message names the layer and says what is wrong with
    /// it.</exception>
    public NetworkGraph(string name, int channels, IEnumerable<Layer> layers)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(layers);
        (Name, Channels, Layers) = (name, channels, [.. layers]);
        _shapes = new GraphShapes(this);
        (_parameters, _statistics) = (LayerRanges.OfParameters(this), LayerRanges.OfStatistics(this));
        Parameters = _parameters.Layout
            ?? throw new ArgumentException($"{name} has neither a convolution nor a linear layer.", nameof(layers));
        FeatureLayers = FeatureLayerSearch.In(this);
    }

    /// <summary>The network's name, for readers.</summary>
    public string Name { get; }

    /// <summary>The channels of an image.</summary>
    public int Channels { get; }

    /// <summary>The number of classes.</summary>
    public int Classes => ChannelsOf(Layers.Length - 1);

    /// <summary>The layers in the order of evaluation.</summary>
    public ImmutableArray<Layer> Layers { get; }

    /// <summary>The feature layers, in the order of evaluation.</summary>
    public ImmutableArray<FeatureLayer> FeatureLayers { get; }

    /// <summary>How θ is made of the layers' parameters: layer by layer, weight before bias and γ before β.</summary>
    /// <remarks>A parameter's name is its layer's, with underscores for dots, and <c>.weight</c> or <c>.bias</c>: so are γ and β called,
    /// too, as in PyTorch. Weights of convolutions are [features, input channels, kernel, kernel], of linear layers [units,
    /// inputs].</remarks>
    public ParameterLayout Parameters { get; }

    /// <summary>How the vector of running statistics is made: <c>running_mean</c> and <c>running_var</c> of each normalization; null where
    /// there is none.</summary>
    /// <remarks>A mean has the kind of β, and a variance that of γ.</remarks>
    public ParameterLayout? Statistics => _statistics.Layout;

    /// <summary>The smallest side of an image that the network can read: as many pixels as all strides on the longest way multiply to, or
    /// more where a window would not fit.</summary>
    public int SmallestImage => _shapes.SmallestImage;

    /// <summary>Whether each layer reads the one before it and nothing else, so that several such networks can be packed into
    /// one.</summary>
    public bool IsPlain => Layers.Index().All(entry => entry.Item.Inputs is [var input] && input == entry.Index - 1);

    /// <summary>The number of channels of a layer's output (of a vector: elements).</summary>
    /// <param name="layer">Its index, or <see cref="Image"/>.</param>
    public int ChannelsOf(int layer) => layer == Image ? Channels : _shapes.Channels[layer];

    /// <summary>Whether a layer's output are vectors, not planes.</summary>
    /// <param name="layer">Its index, or <see cref="Image"/>.</param>
    public bool IsVector(int layer) => layer != Image && _shapes.IsVector[layer];

    /// <summary>The indices of the layers that read a layer, in order; none for the last.</summary>
    /// <param name="layer">Its index, or <see cref="Image"/>.</param>
    public ImmutableArray<int> ReadersOf(int layer) => _shapes.Readers[layer + 1];

    /// <summary>The side of each layer's output, in pixels; 1 for vectors.</summary>
    /// <param name="imageSize">The side of the image, at least <see cref="SmallestImage"/>.</param>
    /// <returns>The sides, layer by layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The image is too small.</exception>
    public ImmutableArray<int> SidesOf(int imageSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(imageSize, SmallestImage);
        return GraphShapes.Sides(Layers, imageSize);
    }

    /// <summary>The parameters of a layer: weight and bias (where there is one), or γ and β; none for layers without parameters.</summary>
    /// <param name="layer">Its index.</param>
    public ImmutableArray<ParameterRange> ParametersOf(int layer) => _parameters.ByLayer[layer];

    /// <summary>The running mean and variance of a normalization; none for other layers.</summary>
    /// <param name="layer">Its index.</param>
    public ImmutableArray<ParameterRange> StatisticsOf(int layer) => _statistics.ByLayer[layer];

    /// <summary>What the network costs.</summary>
    /// <param name="imageSize">The side of the image, at least <see cref="SmallestImage"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image is too small.</exception>
    public NetworkCost CostOf(int imageSize)
    {
        var sides = SidesOf(imageSize);
        long WeightsOf(int layer) => Layers[layer] is Convolution or Linear ? ParametersOf(layer)[0].Length : 0;
        return new NetworkCost(Parameters.Length, Layers.Select((_, index) => (long)sides[index] * sides[index] * WeightsOf(index)).Sum());
    }

    /// <summary>γ of a feature layer: of its normalization; 1 where there is none.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="parameters">θ.</param>
    public ImmutableArray<float> ScaleOf(FeatureLayer layer, ReadOnlySpan<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Normalization is { } normalization
            ? Values(ParametersOf(normalization)[0], parameters)
            : [.. Enumerable.Repeat(1f, layer.Features)];
    }

    /// <summary>β of a feature layer: of its normalization; the bias of its convolution where there is none, and 0 without a
    /// bias.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="parameters">θ.</param>
    public ImmutableArray<float> ShiftOf(FeatureLayer layer, ReadOnlySpan<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return ParametersOf(layer.Normalization ?? layer.Convolution) is [_, var shift]
            ? Values(shift, parameters)
            : [.. new float[layer.Features]];
    }

    /// <summary>θ as a seed initializes it, the same on every machine and backend.</summary>
    /// <remarks>As PyTorch does: weights and biases of convolutions and linear layers uniform in ±1/√(inputs of one output), γ = 1, β = 0.
    /// The numbers are those of <see cref="CounterRandom"/>; each layer with weights has a stream of its own, 0 for the first.</remarks>
    /// <param name="seed">The seed; 0 is one like any other.</param>
    public float[] Initialize(ulong seed)
    {
        var parameters = new float[Parameters.Length];
        ulong stream = 0;
        foreach (var (index, layer) in Layers.Index())
        {
            if (layer is Convolution or Linear)
                Draw(ParametersOf(index), new CounterRandom(seed, stream++), parameters);
            else if (layer is Normalization)
                Span(ParametersOf(index)[0], parameters).Fill(1);
        }

        return parameters;
    }

    /// <summary>The running statistics of a network that has not seen an image: mean 0 and variance 1.</summary>
    public float[] InitialStatistics()
    {
        var statistics = new float[Statistics?.Length ?? 0];
        foreach (var ranges in _statistics.ByLayer)
        {
            if (ranges is [_, var variance])
                Span(variance, statistics).Fill(1);
        }

        return statistics;
    }

    /// <summary>Equal when name, channels and all layers are.</summary>
    /// <param name="other">The graph to compare with.</param>
    public bool Equals(NetworkGraph? other) =>
        other is not null && Name == other.Name && Channels == other.Channels && Layers.SequenceEqual(other.Layers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetworkGraph);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Channels, Layers.Length, Parameters.Length);

    /// <summary>The network's name, channels and classes, such as <c>BasicNet (3 channels, 10 classes)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name} ({Channels} channels, {Classes} classes)");

    private static Span<float> Span(ParameterRange range, float[] values) => values.AsSpan(range.Offset, range.Length);

    private static ImmutableArray<float> Values(ParameterRange range, ReadOnlySpan<float> values) =>
        [.. values.Slice(range.Offset, range.Length)];

    private static void Draw(ImmutableArray<ParameterRange> ranges, CounterRandom random, float[] parameters)
    {
        var inputs = ranges[0].Length / ranges[0].Shape[0];
        var numbers = parameters.AsSpan(ranges[0].Offset, ranges[^1].End - ranges[0].Offset);
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (float)((2 * random.At((ulong)i).Uniform - 1) / Math.Sqrt(inputs));
    }
}
