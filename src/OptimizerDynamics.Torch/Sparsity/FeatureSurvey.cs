using System.Collections.Immutable;
using OptimizerDynamics.Torch.Data;
using OptimizerDynamics.Torch.Networks;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Sparsity;

/// <summary>Measures a network's features as the paper defines it, over an entire set of images.</summary>
/// <remarks>
/// For each feature and image the absolute activation behind the nonlinearity is pooled to its maximum over the feature plane. The maximum of those over the
/// set tells whether the feature is active at all; divided by it, they tell how selective it is: the fraction of images below a threshold
/// (1e-3; universality is 1 − selectivity). The network is in evaluation mode, with the running statistics of its normalizations.
/// </remarks>
public static class FeatureSurvey
{
    private const int Batch = 250;

    /// <summary>Walks twice through a set: once for the maxima, and once for what is below.</summary>
    /// <param name="network">The network; its mode is as before afterwards.</param>
    /// <param name="images">The set: the training corpus, for the paper's measures.</param>
    /// <param name="scaling">How its bytes become numbers.</param>
    /// <param name="threshold">What part of its maximum a feature has to reach in an image to count as active there.</param>
    /// <returns>The statistics of each layer.</returns>
    public static ImmutableArray<FeatureStatistics> Of(FeatureNetwork network, ImageSet images, PixelScaling scaling, double threshold = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        var wasTraining = network.training;
        network.eval();
        try
        {
            var layers = network.FeatureLayers;
            var largest = layers.Select(layer => zeros(layer.Features, device: layer.Normalization.weight!.device, dtype: layer.Normalization.weight.dtype)).ToArray();
            Walk(network, images, scaling, (place, pooled) => maximum_(largest[place], pooled.amax([0])));
            var below = layers.Select((_, place) => zeros_like(largest[place])).ToArray();
            // dim: by name, for a bare 0 would be an element type, and the sum one over everything.
            Walk(network, images, scaling, (place, pooled) => below[place].add_((pooled < largest[place] * threshold).sum(dim: 0).to_type(largest[place].dtype)));
            return
            [
                .. layers.Select((layer, place) => new FeatureStatistics(
                    layer.Name, Floats(layer.Normalization.weight!), Floats(layer.Normalization.bias!), Floats(largest[place]),
                    [.. Floats(largest[place]).Zip(Floats(below[place]), (most, count) => most == 0 ? 1 : (double)count / images.Count)])),
            ];
        }
        finally
        {
            network.train(wasTraining);
        }
    }

    private static void maximum_(Tensor target, Tensor other) => target.copy_(maximum(target, other));

    /// <summary>Shows each layer's activations, pooled to [batch, features], mini-batch by mini-batch.</summary>
    private static void Walk(FeatureNetwork network, ImageSet images, PixelScaling scaling, Action<int, Tensor> observe)
    {
        for (long start = 0; start < images.Count; start += Batch)
        {
            using var scope = NewDisposeScope();
            var part = scaling.Apply(images.Images.slice(0, start, Math.Min(start + Batch, images.Count), 1).to(network.FeatureLayers[0].Convolution.weight!.device));
            network.Classify(part, (place, activation) => observe(place, activation.abs().amax([2, 3])));
        }
    }

    private static ImmutableArray<float> Floats(Tensor values) => [.. values.detach().cpu().to_type(ScalarType.Float32).data<float>().ToArray()];
}
