using OptimizerDynamics.Networks;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>Evaluates networks on sets of images.</summary>
public static class NetworkEvaluation
{
    private const int Batch = 500;

    /// <summary>Evaluates a network in evaluation mode.</summary>
    /// <param name="network">The network; its mode is as before afterwards.</param>
    /// <param name="images">The set.</param>
    /// <param name="scaling">How its bytes become numbers.</param>
    public static Evaluation Of(FeatureNetwork network, IImageSource images, ChannelNormalization scaling)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(scaling);
        using var unrecorded = no_grad();
        var wasTraining = network.training;
        network.eval();
        try
        {
            var (loss, first, five) = (0.0, 0L, 0L);
            images.ForEach(Batch, network.FeatureLayers[0].Convolution.weight!.device, (pixels, labels) =>
            {
                var logits = network.Classify(scaling.Apply(pixels, network.ElementType));
                loss += nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum).to_type(ScalarType.Float64).item<double>();
                // How many logits are larger than that of the class: a tie is not an error.
                var rank = (logits > logits.gather(1, labels.unsqueeze(1))).sum(1);
                first += (rank > 0).sum().item<long>();
                five += (rank > 4).sum().item<long>();
            });
            return new Evaluation(loss / images.Count, (double)first / images.Count, (double)five / images.Count);
        }
        finally
        {
            network.train(wasTraining);
        }
    }
}
