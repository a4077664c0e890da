using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>The shapes of the layers' outputs; finding them checks the graph.</summary>
internal sealed class GraphShapes
{
    private const int LargestStride = 4096;

    private readonly NetworkGraph _graph;
    private readonly List<int> _channels = [], _strides = [];
    private readonly List<bool> _isVector = [];

    /// <summary>Checks a graph, of which only its name, channels and layers are known yet.</summary>
    /// <exception cref="ArgumentException">It is no network.</exception>
    public GraphShapes(NetworkGraph graph)
    {
        _graph = graph;
        if (graph.Channels < 1)
            throw new ArgumentException($"{graph.Name}: an image has {graph.Channels} channels: expected at least 1.", nameof(graph));
        if (graph.Layers is [])
            throw new ArgumentException($"{graph.Name} has no layer.", nameof(graph));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, layer) in graph.Layers.Index())
        {
            Require(IsName(layer.Name), layer, "a name is made of letters, digits, '_', '-' and '.'");
            Require(names.Add(layer.Name.Replace('.', '_')), layer, "another layer has this name");
            foreach (var input in layer.Inputs)
            {
                Require(
                    input >= NetworkGraph.Image && input < index, layer,
                    $"it reads layer {input}: expected a layer before it (0 to {index - 1}), or −1 for the image");
            }

            Add(layer);
        }

        Readers = [.. Enumerable.Range(NetworkGraph.Image, graph.Layers.Length + 1).Select(index => ReadersOf(graph.Layers, index))];
        RequireAllRead();
        SmallestImage = FindSmallestImage();
        RequireEqualSides();
    }

    /// <summary>The channels of each layer's output.</summary>
    public IReadOnlyList<int> Channels => _channels;

    /// <summary>Whether each layer's output are vectors.</summary>
    public IReadOnlyList<bool> IsVector => _isVector;

    /// <summary>Who reads the image (first) and each layer.</summary>
    public ImmutableArray<ImmutableArray<int>> Readers { get; }

    /// <summary>The smallest image.</summary>
    public int SmallestImage { get; }

    /// <summary>The side of each layer's output; 0 where a window does not fit.</summary>
    public static ImmutableArray<int> Sides(ImmutableArray<Layer> layers, int imageSize)
    {
        var sides = new int[layers.Length];
        foreach (var (index, layer) in layers.Index())
        {
            var side = layer.Input == NetworkGraph.Image ? imageSize : sides[layer.Input];
            sides[index] = layer is GlobalMaxPooling or GlobalMeanPooling ? Math.Min(side, 1) : WindowOf(layer).OutputSide(side);
        }

        return [.. sides];
    }

    private static Window WindowOf(Layer layer) => layer switch
    {
        Convolution convolution => convolution.Window,
        MaxPooling pooling => pooling.Window,
        _ => Window.Pixel,
    };

    private static ImmutableArray<int> ReadersOf(ImmutableArray<Layer> layers, int index) =>
        [.. layers.Index().Where(entry => entry.Item.Inputs.Contains(index)).Select(entry => entry.Index)];

    private static bool IsName(string? name) =>
        !string.IsNullOrEmpty(name) && name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '_' or '-' or '.');

    private (int Channels, bool IsVector, int Stride) Of(int layer) =>
        layer == NetworkGraph.Image ? (_graph.Channels, false, 1) : (_channels[layer], _isVector[layer], _strides[layer]);

    /// <summary>Checks a layer alone and with what it reads, and notes the shape of its output.</summary>
    private void Add(Layer layer)
    {
        var (channels, isVector, stride) = Of(layer.Input);
        Require(isVector || layer is not Linear, layer, "a linear layer reads vectors: expected a global pooling before it");
        Require(!isVector || layer is Linear or Activation or Addition, layer, "it reads planes: expected no global pooling before it");
        switch (layer)
        {
            case Convolution { Window: var window, Features: var features }:
                Require(features >= 1, layer, $"it has {features} features: expected at least 1");
                RequireWindow(window, layer);
                channels = features;
                break;
            case MaxPooling { Window: var window }:
                RequireWindow(window, layer);
                Require(
                    2 * window.Padding <= window.Kernel, layer,
                    $"padding = {window.Padding}: expected at most half the kernel ({window.Kernel})");
                break;
            case Activation { NegativeSlope: var slope }:
                Require(slope >= 0 && slope < 1, layer, FormattableString.Invariant($"negativeSlope = {slope} must lie in [0, 1)"));
                break;
            case Addition { Other: var other }:
                Require(layer.Input != other, layer, "it adds a layer to itself");
                Require(
                    Of(other) == (channels, isVector, stride), layer,
                    $"it adds {Shape(layer.Input)} to {Shape(other)}: expected equal shapes");
                break;
            case Linear { Units: var units }:
                Require(units >= 1, layer, $"it has {units} units: expected at least 1");
                channels = units;
                break;
        }

        Require(
            (long)stride * WindowOf(layer).Stride <= LargestStride, layer, $"all strides up to it multiply to more than {LargestStride}");
        _channels.Add(channels);
        _strides.Add(stride * WindowOf(layer).Stride);
        _isVector.Add(isVector || layer is GlobalMaxPooling or GlobalMeanPooling);
    }

    private string Shape(int layer)
    {
        var (channels, isVector, stride) = Of(layer);
        return isVector ? $"a vector of {channels}" : $"{channels} planes of 1/{stride} of the image's side";
    }

    private void RequireWindow(Window window, Layer layer)
    {
        Require(window.Kernel >= 1, layer, $"kernel = {window.Kernel}: expected at least 1");
        Require(window.Stride >= 1, layer, $"stride = {window.Stride}: expected at least 1");
        Require(
            window.Padding >= 0 && window.Padding < window.Kernel, layer,
            $"padding = {window.Padding}: expected 0 to kernel − 1 ({window.Kernel - 1})");
    }

    private void RequireAllRead()
    {
        Require(
            _isVector[^1], _graph.Layers[^1],
            "it is the last layer and its output is planes: expected a vector of logits, from a linear layer or a global pooling");
        foreach (var (index, layer) in _graph.Layers.Index())
            Require(index == _graph.Layers.Length - 1 || Readers[index + 1] is not [], layer, "no layer reads it, and it is not the last");
    }

    private int FindSmallestImage()
    {
        var side = _strides.Max();
        while (Sides(_graph.Layers, side).Contains(0))
            side++;
        return side;
    }

    /// <summary>Sides repeat with the product of the strides, but for a constant: what is added has one side for all images if it has for
    /// so many in a row.</summary>
    private void RequireEqualSides()
    {
        if (!_graph.Layers.Any(layer => layer is Addition))
            return;
        for (var size = SmallestImage; size < SmallestImage + _strides.Max(); size++)
        {
            var sides = Sides(_graph.Layers, size);
            foreach (var layer in _graph.Layers.OfType<Addition>())
            {
                var (first, second) = (layer.Input < 0 ? size : sides[layer.Input], layer.Other < 0 ? size : sides[layer.Other]);
                Require(
                    first == second, layer,
                    $"it adds planes of {first} × {first} to planes of {second} × {second} pixels where an image has {size} × {size}");
            }
        }
    }

    private void Require(bool isSo, Layer layer, string otherwise)
    {
        if (!isSo)
            throw new ArgumentException($"{_graph.Name}, layer '{layer.Name}' ({layer.GetType().Name}): {otherwise}.", nameof(layer));
    }
}
