using System.Collections.Immutable;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptimizerDynamics.Torch;

/// <summary>Several networks of one architecture as a single one, for a device that a small network leaves idle: each layer is one
/// operation for all of them.</summary>
/// <remarks>
/// The channels of network k lie behind those of network k − 1. Convolutions are grouped, one group for each network; a linear layer is a
/// grouped 1×1 convolution; normalization, nonlinearity and pooling work channel by channel anyway. So no number of one network ever meets
/// one of another, and each computes what it computes alone, but for the order of additions. Input: [batch, networks × channels, height,
/// width]; output: [networks, batch, classes], before the softmax.
/// </remarks>
public sealed class PackedPlainNetwork : Module<Tensor, Tensor>
{
    private readonly PlainNetwork _first;
    private readonly ImmutableArray<(Conv2d Convolution, BatchNorm2d Normalization)> _layers;
    private readonly ImmutableArray<Conv2d> _head;

    /// <summary>Packs networks as they are. They keep parameters of their own; running statistics they share with the pack from now
    /// on.</summary>
    /// <param name="networks">The networks, of one architecture, of one type and on one device.</param>
    /// <exception cref="ArgumentException">There is none, or they differ in more than their numbers.</exception>
    public PackedPlainNetwork(IReadOnlyList<PlainNetwork> networks)
        : base(nameof(PackedPlainNetwork))
    {
        ArgumentNullException.ThrowIfNull(networks);
        if (networks is [])
            throw new ArgumentException("There is no network to pack.", nameof(networks));
        _first = networks[0];
        if (networks.FirstOrDefault(network => !network.IsBuiltLike(_first)) is { } other)
            throw new ArgumentException($"Networks of different architectures cannot be packed: {_first.GetName()} and {other.GetName()} differ in their layers.", nameof(networks));

        Count = networks.Count;
        var layers = ImmutableArray.CreateBuilder<(Conv2d Convolution, BatchNorm2d Normalization)>();
        foreach (var layer in _first.FeatureLayers)
        {
            var (outputs, inputs) = (layer.Convolution.weight!.shape[0], layer.Convolution.weight!.shape[1]);
            layers.Add((Conv2d(Count * inputs, Count * outputs, kernel_size: 3, padding: 1, groups: Count, bias: false), BatchNorm2d(Count * outputs)));
            register_module($"C{layers.Count}", layers[^1].Convolution);
            register_module($"N{layers.Count}", layers[^1].Normalization);
        }

        var head = ImmutableArray.CreateBuilder<Conv2d>();
        foreach (var linear in _first.Head)
        {
            head.Add(Conv2d(Count * linear.weight!.shape[1], Count * linear.weight!.shape[0], kernel_size: 1, groups: Count));
            register_module($"fc{head.Count}", head[^1]);
        }

        (_layers, _head) = (layers.ToImmutable(), head.ToImmutable());
        this.to(_first.ElementType).to(_first.FeatureLayers[0].Convolution.weight!.device);
        foreach (var (place, network) in networks.Index())
            Take(place, network);
        train(_first.training);
    }

    /// <summary>How many networks there are.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        var signal = FeatureNetwork.ChannelsLast(input);
        foreach (var (place, (convolution, normalization)) in _layers.Index())
            signal = _first.Pooled(place, _first.Activated(normalization.forward(convolution.forward(signal))));
        signal = _first.PooledGlobally(signal);
        foreach (var (place, layer) in _head.Index())
        {
            signal = layer.forward(signal);
            if (place + 1 < _head.Length)
                signal = _first.Activated(signal);
        }

        return signal.reshape(input.shape[0], Count, -1).transpose(0, 1).MoveToOuterDisposeScope();
    }

    /// <summary>Takes over a network's numbers: a copy of its parameters, and its running statistics themselves, which become windows on
    /// the pack's.</summary>
    private void Take(int place, PlainNetwork network)
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        // Whatever belongs to a layer has its networks behind each other in the first dimension; the number of mini-batches seen is one for all.
        Tensor Window(Tensor packed, Tensor single) => single.dim() == 0 ? packed : packed.narrow(0, place * single.shape[0], single.shape[0]);
        foreach (var ((_, packed), (_, single)) in named_parameters().Zip(network.named_parameters()))
            Window(packed, single).view(single.shape).copy_(single);
        foreach (var ((_, packed), (_, single)) in named_buffers().Zip(network.named_buffers()))
        {
            var window = Window(packed, single);
            window.copy_(single);
            single.set_(window);
        }
    }
}
