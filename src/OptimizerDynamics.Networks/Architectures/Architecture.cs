namespace OptimizerDynamics.Networks;

/// <summary>A family of networks that a trial or a command can name.</summary>
/// <remarks>
/// A new one is one class: a name, and a <see cref="NetworkGraph"/> for a width, channels, classes and slope. Whatever trains,
/// packs, prunes or reports networks takes it from there.
/// </remarks>
public abstract class Architecture
{
    private readonly Lazy<NetworkGraph> _published;
    private readonly Lazy<string?> _engineRefusal;

    /// <summary>A family whose networks <see cref="Describe"/> describes.</summary>
    protected Architecture()
    {
        _published = new Lazy<NetworkGraph>(() => Build());
        _engineRefusal = new Lazy<string?>(() => CpuBackend.WhyNot(_published.Value));
    }

    /// <summary>Its name in studies and commands: lower-case letters, digits and <c>-</c>, such as <c>basicnet</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Its name for readers, such as <c>BasicNet</c>.</summary>
    public abstract string Title { get; }

    /// <summary>Whether several of its networks can be packed into one (<see cref="NetworkGraph.IsPlain"/>).</summary>
    public bool IsPlain => _published.Value.IsPlain;

    /// <summary>The number of features of the widest layer at width 1.</summary>
    public int PublishedFeatures => _published.Value.FeatureLayers.Max(layer => layer.Features);

    /// <summary>Why the CPU engine does not compute its networks, with the layer's name; null where it does.</summary>
    public string? EngineRefusal => _engineRefusal.Value;

    /// <summary>A network of the family.</summary>
    /// <param name="width">Multiplies the number of features of each layer, rounded to whole features; above 0, 1 is the published
    /// one.</param>
    /// <param name="channels">The channels of an image, at least 1.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="negativeSlope">The slope of the leaky ReLU below 0, in [0, 1); 0 for ReLU.</param>
    /// <param name="isNormalized">Whether it has its normalizations; without, convolutions have biases in their places, and
    /// <see cref="RectifierInitialization"/> is suited to it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or a layer would have no feature.</exception>
    public NetworkGraph Build(
        double width = 1, int channels = 3, int classes = 10, double negativeSlope = 0, bool isNormalized = true)
    {
        if (!(width > 0 && double.IsFinite(width)))
            throw new ArgumentOutOfRangeException(nameof(width), width, FormattableString.Invariant($"width = {width} must be above 0."));
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (!(negativeSlope >= 0 && negativeSlope < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(negativeSlope), negativeSlope, FormattableString.Invariant($"negativeSlope = {negativeSlope} must lie in [0, 1)."));
        }

        var graph = Describe(width, channels, classes, negativeSlope);
        return isNormalized ? graph : NormalizationRemoval.From(graph);
    }

    /// <summary>The graph for numbers that are within their ranges (<see cref="Build"/>).</summary>
    /// <param name="width">Multiplies the number of features of each layer (<see cref="Scaled"/>).</param>
    /// <param name="channels">The channels of an image.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="negativeSlope">The slope of the leaky ReLU below 0; 0 for ReLU.</param>
    protected abstract NetworkGraph Describe(double width, int channels, int classes, double negativeSlope);

    /// <summary>The number of features that a width leaves of a layer's, rounded to the nearest whole number, half to even.</summary>
    /// <param name="features">The number at width 1.</param>
    /// <param name="width">The width.</param>
    /// <exception cref="ArgumentOutOfRangeException">No feature is left.</exception>
    protected static int Scaled(int features, double width) => Math.Round(features * width) is >= 1 and <= int.MaxValue and var scaled
        ? (int)scaled
        : throw new ArgumentOutOfRangeException(
            nameof(width), width, FormattableString.Invariant($"width = {width} leaves none of {features} features: expected more."));
}
