using OptimizerDynamics.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>Several networks of one plain graph as a single one, for a device that a small network leaves idle: each layer is one operation
/// for all.</summary>
/// <remarks>
/// The channels of network k lie behind those of network k − 1. Convolutions are grouped, one group for each network; a linear layer is a
/// grouped 1×1 convolution; normalization, activation and pooling work channel by channel anyway. So no number of one network ever meets
/// one of another, and each computes what it computes alone, but for the order of additions. Input: [batch, networks × channels, height,
/// width]; output: [networks, batch, classes], before the softmax.
/// </remarks>
public sealed class PackedNetwork : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor>?[] _modules;

    /// <summary>Packs networks as they are. They keep parameters of their own; running statistics they share with the pack from now
    /// on.</summary>
    /// <param name="networks">The networks, of one plain graph (<see cref="NetworkGraph.IsPlain"/>), of one type and on one device.</param>
    /// <exception cref="ArgumentException">There is none, their graphs differ, or the graph is not plain.</exception>
    public PackedNetwork(IReadOnlyList<GraphNetwork> networks)
        : base(nameof(PackedNetwork))
    {
        ArgumentNullException.ThrowIfNull(networks);
        if (networks is [])
            throw new ArgumentException("There is no network to pack.", nameof(networks));
        var first = networks[0];
        (Graph, Count) = (first.Graph, networks.Count);
        if (!Graph.IsPlain)
        {
            throw new ArgumentException(
                $"{Graph.Name} cannot be packed: only networks whose layers lie one behind the other can.", nameof(networks));
        }

        if (networks.FirstOrDefault(network => !network.Graph.Equals(Graph)) is { } other)
        {
            throw new ArgumentException(
                $"Networks of different architectures cannot be packed: {Graph.Name} and {other.Graph.Name} differ in their layers.",
                nameof(networks));
        }

        _modules = [.. Graph.Layers.Select(layer => LayerOperations.ModuleOf(Graph, layer, Count))];
        foreach (var (layer, module) in Graph.Layers.Zip(_modules))
        {
            if (module is not null)
                register_module(LayerOperations.NameOf(layer), module);
        }

        this.to(first.ElementType).to(first.Device);
        foreach (var (index, network) in networks.Index())
            Take(index, network);
        train(first.training);
    }

    /// <summary>What each network computes.</summary>
    public NetworkGraph Graph { get; }

    /// <summary>The number of networks.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        var signal = LayerOperations.ChannelsLast(input);
        foreach (var (layer, module) in Graph.Layers.Zip(_modules))
            signal = LayerOperations.Apply(layer, module, signal);
        return signal.reshape(input.shape[0], Count, -1).transpose(0, 1).MoveToOuterDisposeScope();
    }

    /// <summary>Takes over a network's numbers: a copy of its parameters, and its running statistics themselves, which become windows on
    /// the pack's.</summary>
    private void Take(int index, GraphNetwork network)
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        // Whatever belongs to a layer has its networks behind each other in the first dimension; the number of mini-batches is one for all.
        Tensor Window(Tensor packed, Tensor single) =>
            single.dim() == 0 ? packed : packed.narrow(0, index * single.shape[0], single.shape[0]);
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
