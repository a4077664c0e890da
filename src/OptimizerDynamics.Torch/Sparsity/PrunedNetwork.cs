using OptimizerDynamics.Torch.Networks;

namespace OptimizerDynamics.Torch.Sparsity;

/// <summary>A plain network without some of its features: not set to zero, but gone, and with them all that reads them.</summary>
/// <remarks>It computes what the network computes whose features were set to zero (<see cref="FeatureZeroing"/>), but for the order of additions: a feature whose γ and β are 0 puts out 0,
/// which pooling keeps and which adds nothing to what reads it. A layer of which nothing is left keeps its first feature, set to zero.</remarks>
public sealed class PrunedNetwork : PlainNetwork
{
    /// <summary>Prunes a network; it stays as it is.</summary>
    /// <param name="network">The network.</param>
    /// <param name="isInactive">Whether a feature goes, by its layer's place and its own.</param>
    public PrunedNetwork(PlainNetwork network, Func<int, int, bool> isInactive)
        : base(network, Kept(network, isInactive))
    {
        train(network.training);
        using var unrecorded = TorchSharp.torch.no_grad();
        foreach (var (place, layer) in network.FeatureLayers.Index())
        {
            if (!Enumerable.Range(0, layer.Features).All(feature => isInactive(place, feature)))
                continue;
            FeatureLayers[place].Normalization.weight!.fill_(0);
            FeatureLayers[place].Normalization.bias!.fill_(0);
        }
    }

    private static List<long[]> Kept(PlainNetwork network, Func<int, int, bool> isInactive)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(isInactive);
        return [.. network.FeatureLayers.Select((layer, place) => Enumerable.Range(0, layer.Features).Where(feature => !isInactive(place, feature)).Select(feature => (long)feature).DefaultIfEmpty(0).ToArray())];
    }
}
