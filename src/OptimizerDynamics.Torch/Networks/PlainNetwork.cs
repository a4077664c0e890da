using System.Collections.Immutable;
using OptimizerDynamics.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Linear = TorchSharp.Modules.Linear;

namespace OptimizerDynamics.Torch;

/// <summary>Convolutions one behind the other, each with batch normalization and a nonlinearity, some followed by 2×2 max pooling; then a global pooling and linear layers.</summary>
/// <remarks>What BasicNet and the VGGs have in common. The convolutions are 3×3 with padding 1 and have no bias, which the normalization would take away.</remarks>
public abstract class PlainNetwork : FeatureNetwork
{
    private readonly ImmutableArray<FeatureLayer> _layers;
    private readonly ImmutableArray<bool> _isPooled;
    private readonly bool _poolsMaximum;
    private readonly double _negativeSlope;
    private readonly Linear[] _head;

    /// <summary>A network.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="features">Features of each layer, and whether 2×2 max pooling follows it.</param>
    /// <param name="channels">Channels of an image, at least 1.</param>
    /// <param name="hidden">Units of the linear layers before the last.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="poolsMaximum">Whether the global pooling takes the largest or the mean.</param>
    /// <param name="negativeSlope">Slope of the leaky ReLU below 0, in [0, 1); 0 for ReLU.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or a layer would have no feature.</exception>
    protected PlainNetwork(
        string name, IReadOnlyList<(int Features, bool IsPooled)> features, int channels, IEnumerable<int> hidden, int classes, bool poolsMaximum, double negativeSlope)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        RequireSlope(negativeSlope);
        (_poolsMaximum, _isPooled, _negativeSlope) = (poolsMaximum, [.. features.Select(layer => layer.IsPooled)], negativeSlope);
        var layers = new List<(Conv2d Convolution, BatchNorm2d Normalization)>();
        var inputs = channels;
        foreach (var (place, (count, _)) in features.Index())
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(features));
            layers.Add((Conv2d(inputs, count, kernel_size: 3, padding: 1, bias: false), BatchNorm2d(count)));
            register_module($"C{place + 1}", layers[^1].Convolution);
            register_module($"N{place + 1}", layers[^1].Normalization);
            inputs = count;
        }

        var head = new List<Linear>();
        foreach (var units in hidden.Append(classes))
        {
            head.Add(Linear(inputs, units));
            register_module($"fc{head.Count}", head[^1]);
            inputs = units;
        }

        _head = [.. head];
        _layers = [.. layers.Select((layer, place) => new FeatureLayer(
            $"C{place + 1}", layer.Convolution, layer.Normalization, negativeSlope, [place + 1 < layers.Count ? layers[place + 1].Convolution : _head[0]]))];
    }

    private PlainNetwork(PlainNetwork other, IReadOnlyList<int> features)
        : this(
            other.GetName(), [.. other._isPooled.Zip(features, (isPooled, count) => (count, isPooled))], (int)other._layers[0].Convolution.weight!.shape[1],
            other._head[..^1].Select(linear => (int)linear.weight!.shape[0]), (int)other._head[^1].weight!.shape[0], other._poolsMaximum, other._negativeSlope)
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureLayer> FeatureLayers => _layers;

    /// <inheritdoc/>
    public override NetworkCost CostOf(int imageSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(imageSize, SmallestImage);
        var (additions, side) = (0L, (long)imageSize);
        foreach (var (place, layer) in _layers.Index())
        {
            additions += side * side * layer.Convolution.weight!.numel();
            side = _isPooled[place] ? side / 2 : side;
        }

        return new NetworkCost(parameters().Sum(parameter => parameter.numel()), additions + _head.Sum(linear => linear.weight!.numel()));
    }

    /// <inheritdoc/>
    public override int SmallestImage => 1 << _isPooled.Count(isPooled => isPooled);

    /// <inheritdoc/>
    protected override FeatureNetwork WithFeatures(IReadOnlyList<int> features) => new Reshaped(this, features);

    /// <inheritdoc/>
    public override Tensor Classify(Tensor input, Action<int, Tensor>? observe = null)
    {
        using var scope = NewDisposeScope();
        var signal = ChannelsLast(input);
        foreach (var (place, layer) in _layers.Index())
        {
            signal = Activated(layer.Normalization.forward(layer.Convolution.forward(signal)));
            observe?.Invoke(place, signal);
            signal = Pooled(place, signal);
        }

        signal = PooledGlobally(signal).flatten(1);
        for (var i = 0; i < _head.Length; i++)
        {
            signal = _head[i].forward(signal);
            if (i + 1 < _head.Length)
                signal = Activated(signal);
        }

        return signal.MoveToOuterDisposeScope();
    }

    /// <summary>The linear layers.</summary>
    internal IReadOnlyList<Linear> Head => _head;

    /// <summary>Whether another network computes the same, but for the numbers of its parameters.</summary>
    internal bool IsBuiltLike(PlainNetwork other) =>
        (_poolsMaximum, _negativeSlope) == (other._poolsMaximum, other._negativeSlope) && _isPooled.SequenceEqual(other._isPooled)
        && named_parameters().Select(named => named.parameter.shape).Zip(other.named_parameters().Select(named => named.parameter.shape)).All(shapes => shapes.First.AsSpan().SequenceEqual(shapes.Second))
        && _layers.Length == other._layers.Length && _head.Length == other._head.Length;

    /// <summary>The nonlinearity.</summary>
    internal Tensor Activated(Tensor signal) => Activation(signal, _negativeSlope);

    /// <summary>What the pooling behind a layer makes of its output: the same where there is none.</summary>
    internal Tensor Pooled(int layer, Tensor signal) => _isPooled[layer] ? functional.max_pool2d(signal, 2) : signal;

    /// <summary>What the global pooling makes of the last layer's output: [batch, features, 1, 1].</summary>
    internal Tensor PooledGlobally(Tensor signal) => _poolsMaximum ? functional.adaptive_max_pool2d(signal, [1, 1]) : functional.adaptive_avg_pool2d(signal, [1, 1]);

    /// <summary>The same network with other numbers of features.</summary>
    private sealed class Reshaped(PlainNetwork other, IReadOnlyList<int> features) : PlainNetwork(other, features);
}
