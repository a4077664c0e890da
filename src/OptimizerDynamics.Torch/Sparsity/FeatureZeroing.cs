using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>Takes features out of a network by setting γ and β to 0, so that they put out 0 whatever they see; and puts them back.</summary>
public sealed class FeatureZeroing : IDisposable
{
    private readonly List<(Tensor Values, Tensor Before)> _changed = [];

    /// <summary>Takes features out.</summary>
    /// <param name="network">The network.</param>
    /// <param name="isInactive">Whether a feature goes, by its layer's place and its own.</param>
    public FeatureZeroing(FeatureNetwork network, Func<int, int, bool> isInactive)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(isInactive);
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        foreach (var (place, layer) in network.FeatureLayers.Index())
        {
            var weight = layer.Normalization.weight!;
            float[] kept = [.. Enumerable.Range(0, layer.Features).Select(feature => isInactive(place, feature) ? 0f : 1f)];
            var mask = tensor(kept, weight.dtype, weight.device);
            foreach (var values in new[] { weight, layer.Normalization.bias! })
            {
                _changed.Add((values, values.detach().clone().DetachFromDisposeScope()));
                values.mul_(mask);
            }

            Count += kept.Count(factor => factor == 0);
        }
    }

    /// <summary>How many features were taken out.</summary>
    public int Count { get; }

    /// <summary>Puts them back.</summary>
    public void Dispose()
    {
        using var unrecorded = no_grad();
        foreach (var (values, before) in _changed)
        {
            values.copy_(before);
            before.Dispose();
        }

        _changed.Clear();
    }
}
