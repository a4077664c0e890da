using System.Collections.Immutable;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptimizerDynamics.Torch.Networks;

/// <summary>Convolutions one behind the other, each with batch normalization and a nonlinearity, some followed by 2×2 max pooling; then a global pooling and linear layers.</summary>
/// <remarks>What BasicNet and the VGGs have in common. The convolutions are 3×3 with padding 1 and have no bias, which the normalization would take away.</remarks>
public abstract class PlainNetwork : FeatureNetwork
{
    private readonly ImmutableArray<FeatureLayer> _layers;
    private readonly ImmutableArray<bool> _isPooled;
    private readonly bool _poolsMaximum;
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
        if (!(negativeSlope >= 0 && negativeSlope < 1))
            throw new ArgumentOutOfRangeException(nameof(negativeSlope), negativeSlope, $"negativeSlope = {negativeSlope} must lie in [0, 1).");

        (_poolsMaximum, _isPooled) = (poolsMaximum, [.. features.Select(layer => layer.IsPooled)]);
        var layers = ImmutableArray.CreateBuilder<FeatureLayer>();
        var inputs = channels;
        foreach (var (place, (count, _)) in features.Index())
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(features));
            var layer = new FeatureLayer(
                $"C{place + 1}", Conv2d(inputs, count, kernel_size: 3, padding: 1, bias: false), BatchNorm2d(count), negativeSlope);
            register_module(layer.Name, layer.Convolution);
            register_module($"N{place + 1}", layer.Normalization);
            layers.Add(layer);
            inputs = count;
        }

        _layers = layers.ToImmutable();
        var head = new List<Linear>();
        foreach (var units in hidden.Append(classes))
        {
            head.Add(Linear(inputs, units));
            register_module($"fc{head.Count}", head[^1]);
            inputs = units;
        }

        _head = [.. head];
    }

    /// <summary>A network like another, with fewer features: their filters, γ, β, statistics and everything that reads them are copied.</summary>
    /// <param name="other">The other network.</param>
    /// <param name="kept">The features of each layer that are kept, in their order; at least one in each.</param>
    protected PlainNetwork(PlainNetwork other, IReadOnlyList<long[]> kept)
        : this(
            other.GetName(), [.. other._isPooled.Select((isPooled, place) => (kept[place].Length, isPooled))], (int)other._layers[0].Convolution.weight!.shape[1],
            other._head[..^1].Select(linear => (int)linear.weight!.shape[0]), (int)other._head[^1].weight!.shape[0], other._poolsMaximum, other._layers[0].NegativeSlope)
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        var type = other._layers[0].Convolution.weight!;
        this.to(type.dtype).to(type.device);
        Tensor? inputs = null;
        foreach (var (place, (from, into)) in other._layers.Zip(_layers).Index())
        {
            var features = tensor(kept[place], device: type.device);
            Tensor Of(Tensor values) => values.index_select(0, features);
            var filters = Of(from.Convolution.weight!);
            into.Convolution.weight!.copy_(inputs is null ? filters : filters.index_select(1, inputs));
            into.Normalization.weight!.copy_(Of(from.Normalization.weight!));
            into.Normalization.bias!.copy_(Of(from.Normalization.bias!));
            into.Normalization.running_mean!.copy_(Of(from.Normalization.running_mean!));
            into.Normalization.running_var!.copy_(Of(from.Normalization.running_var!));
            inputs = features;
        }

        foreach (var (place, (from, into)) in other._head.Zip(_head).Index())
        {
            into.weight!.copy_(place == 0 ? from.weight!.index_select(1, inputs!) : from.weight!);
            into.bias!.copy_(from.bias!);
        }
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
    public override Tensor Classify(Tensor input, Action<int, Tensor>? observe = null)
    {
        using var scope = NewDisposeScope();
        var signal = ChannelsLast(input);
        foreach (var (place, layer) in _layers.Index())
        {
            signal = layer.Normalization.forward(layer.Convolution.forward(signal));
            signal = Activation(signal, layer.NegativeSlope);
            observe?.Invoke(place, signal);
            if (_isPooled[place])
                signal = functional.max_pool2d(signal, 2);
        }

        signal = _poolsMaximum ? functional.adaptive_max_pool2d(signal, [1, 1]) : functional.adaptive_avg_pool2d(signal, [1, 1]);
        signal = signal.flatten(1);
        for (var i = 0; i < _head.Length; i++)
        {
            signal = _head[i].forward(signal);
            if (i + 1 < _head.Length)
                signal = Activation(signal, _layers[^1].NegativeSlope);
        }

        return signal.MoveToOuterDisposeScope();
    }

    private static Tensor Activation(Tensor signal, double negativeSlope) =>
        negativeSlope == 0 ? functional.relu(signal) : functional.leaky_relu(signal, negativeSlope);
}
