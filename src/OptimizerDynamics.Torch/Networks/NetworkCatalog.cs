namespace OptimizerDynamics.Torch;

/// <summary>The networks that a trial or a command can name.</summary>
public static class NetworkCatalog
{
    private static readonly Dictionary<string, Func<double, int, int, double, FeatureNetwork>> _all = new(StringComparer.Ordinal)
    {
        ["basicnet"] = (width, channels, classes, slope) => new BasicNet(width, channels, classes, slope),
        ["vgg11"] = Vgg.Eleven,
        ["vgg16"] = Vgg.Sixteen,
        ["resnet50"] = (width, channels, classes, slope) => new ResNet50(isForLargeImages: false, width, channels, classes, slope),
        ["resnet50-large"] = (width, channels, classes, slope) => new ResNet50(isForLargeImages: true, width, channels, classes, slope),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => _all.Keys;

    /// <summary>Makes a network.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="width">Multiplies the features of its layers, above 0.</param>
    /// <param name="channels">Channels of an image, at least 1.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="negativeSlope">Slope of the leaky ReLU below 0, in [0, 1); 0 for ReLU.</param>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or a layer would have no feature.</exception>
    public static FeatureNetwork Make(string name, double width, int channels, int classes, double negativeSlope) => _all.TryGetValue(name, out var make)
        ? make(width, channels, classes, negativeSlope)
        : throw new ArgumentException($"There is no network '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
}
