using System.Collections.Immutable;
using OptimizerDynamics.Networks;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

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
    public static ImmutableArray<FeatureStatistics> Of(FeatureNetwork network, IImageSource images, ChannelNormalization scaling, double threshold = 1e-3)
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
            Tensor[] Zeros(Func<FeatureLayer, long[]> shape, ScalarType type) => [.. layers.Select(layer => zeros(shape(layer), type, layer.Normalization.weight!.device))];
            var largest = Zeros(layer => [layer.Features], layers[0].Normalization.weight!.dtype);
            var sums = Zeros(layer => [images.Classes, layer.Features], ScalarType.Float64);
            Walk(network, images, scaling, (place, activation, labels) =>
            {
                largest[place].copy_(maximum(largest[place], Pooled(activation).amax([0])));
                sums[place].index_add_(0, labels, activation.mean([2, 3]).to_type(ScalarType.Float64), 1);
            });
            var below = Zeros(layer => [layer.Features], ScalarType.Int64);
            // dim: by name, for a bare 0 would be an element type, and the sum one over everything.
            Walk(network, images, scaling, (place, activation, _) => below[place].add_((Pooled(activation) < largest[place] * threshold).sum(dim: 0)));
            var counts = new long[images.Classes];
            foreach (var label in images.Labels)
                counts[label]++;
            return
            [
                .. layers.Select((layer, place) => new FeatureStatistics(
                    layer.Name, Numbers(layer.Normalization.weight!), Numbers(layer.Normalization.bias!), Numbers(largest[place]),
                    [.. Numbers(largest[place]).Zip(below[place].cpu().data<long>().ToArray(), (most, count) => most == 0 ? 1 : (double)count / images.Count)],
                    ClassSelectivity(sums[place].cpu().data<double>().ToArray(), counts))),
            ];
        }
        finally
        {
            network.train(wasTraining);
        }
    }

    /// <summary>[batch, features, height, width] to [batch, features]: the largest magnitude over the plane.</summary>
    private static Tensor Pooled(Tensor activation) => activation.abs().amax([2, 3]);

    /// <summary>Of each feature, from the sums over the images of each class; classes without an image do not count.</summary>
    private static ImmutableArray<double> ClassSelectivity(double[] sums, long[] counts)
    {
        var features = sums.Length / counts.Length;
        return [.. Enumerable.Range(0, features).Select(feature =>
        {
            double[] means = [.. counts.Index().Where(of => of.Item > 0).Select(of => sums[of.Index * features + feature] / of.Item)];
            var most = means.Max();
            var others = means.Length < 2 ? 0 : (means.Sum() - most) / (means.Length - 1);
            return most + others == 0 ? 0 : (most - others) / (most + others);
        })];
    }

    /// <summary>Shows each layer's activations with the labels of their images, mini-batch by mini-batch.</summary>
    private static void Walk(FeatureNetwork network, IImageSource images, ChannelNormalization scaling, Action<int, Tensor, Tensor> observe) =>
        images.ForEach(Batch, network.FeatureLayers[0].Convolution.weight!.device, (pixels, labels) =>
            network.Classify(scaling.Apply(pixels, network.ElementType), (place, activation) => observe(place, activation, labels)));

    /// <summary>The values, rounded to float32 where they are more precise.</summary>
    internal static ImmutableArray<double> Numbers(Tensor values) =>
        [.. values.detach().cpu().to_type(ScalarType.Float32).to_type(ScalarType.Float64).data<double>().ToArray()];
}
