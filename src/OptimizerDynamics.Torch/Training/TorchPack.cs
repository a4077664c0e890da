using OptimizerDynamics.Networks;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>
/// Several networks of one graph as one on libtorch (<see cref="PackedNetwork"/>): each layer is one operation for all of them.
/// </summary>
/// <remarks>Each network has its own θ and optimizer, and its running statistics are windows on the pack's. The loss is the sum of theirs,
/// so that each parameter's gradient is what it is alone.</remarks>
internal sealed class TorchPack : INetworkPack
{
    private readonly IReadOnlyList<TorchTrainingNetwork> _networks;
    private readonly PackedNetwork _module;
    private readonly ParameterBuffer _packed;
    private readonly Tensor[] _indices;

    public TorchPack(IReadOnlyList<TorchTrainingNetwork> networks)
    {
        _networks = networks;
        _module = new PackedNetwork([.. networks.Select(network => network.Module)]);
        _module.train();
        _packed = new ParameterBuffer(_module);
        _indices = [.. networks.Select((_, index) => IndicesOf(index, networks[index].Graph.Parameters))];
    }

    /// <inheritdoc/>
    public void TakeStep(
        ReadOnlySpan<bool> isRunning, ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<double> losses, Span<float> logits)
    {
        using var scope = NewDisposeScope();
        var (images, classes) = (pixels.Length / _networks.Count, labels.Length / _networks.Count);
        var (shown, known) = (new List<Tensor>(), new List<Tensor>());
        for (var i = 0; i < _networks.Count; i++)
        {
            shown.Add(_networks[i].ImagesOf(pixels.Slice(i * images, images)));
            known.Add(_networks[i].LabelsOf(labels.Slice(i * classes, classes)));
        }

        _packed.ZeroGradients();
        var found = _module.forward(cat(shown, 1));
        var right = stack(known);
        var entropy = nn.functional.cross_entropy(found.flatten(0, 1), right.flatten(), reduction: nn.Reduction.None);
        var each = entropy.reshape(right.shape).mean([1]);
        each.sum().backward();
        for (var i = 0; i < _networks.Count; i++)
        {
            if (!isRunning[i])
                continue;
            var optimizer = _networks[i].Optimizer;
            optimizer.Parameters.Gradients.copy_(_packed.Gradients.index_select(0, _indices[i]));
            _networks[i].StepOptimizer();
            _packed.Values.index_copy_(0, _indices[i], optimizer.Parameters.Values);
        }

        each.detach().to_type(ScalarType.Float64).cpu().data<double>().ToArray().CopyTo(losses);
        TorchNetwork.CopyTo(found, logits);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _packed.Dispose();
        _module.Dispose();
        foreach (var indices in _indices)
            indices.Dispose();
    }

    /// <summary>Where a network's parameters are in the pack's vector, in the order of its own: those of one layer lie behind those that
    /// the networks before it have there.</summary>
    private Tensor IndicesOf(int index, ParameterLayout layout)
    {
        using var scope = NewDisposeScope();
        var indices = layout.Ranges.Zip(_packed.Layout.Ranges, (single, packed) =>
            Enumerable.Range(packed.Offset + index * single.Length, single.Length).Select(i => (long)i)).SelectMany(of => of);
        return tensor(indices.ToArray()).to(_packed.Device).DetachFromDisposeScope();
    }
}
