using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Torch;

/// <summary>All that a training needs to begin, in plain words and numbers.</summary>
/// <param name="Network">A name of <see cref="NetworkCatalog"/>.</param>
/// <param name="Width">Multiplies the features of its layers, above 0.</param>
/// <param name="NegativeSlope">Slope of the leaky ReLU below 0, in [0, 1); 0 for ReLU.</param>
/// <param name="Chain">The optimizer.</param>
/// <param name="BatchSize">Images in a mini-batch, at least 2.</param>
/// <param name="Iterations">How many steps; 0 where <paramref name="Epochs"/> says it.</param>
/// <param name="Epochs">How many times through the training images; 0 where <paramref name="Iterations"/> says it.</param>
/// <param name="Seed">Draws the network's beginning, the order of the images and how they are varied.</param>
/// <param name="Augmentation">How training images are varied.</param>
/// <param name="Device">Where: <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
public sealed record TrainingSetup(
    string Network, double Width, double NegativeSlope, Chain Chain, int BatchSize, long Iterations, long Epochs, ulong Seed,
    Augmentation Augmentation = Augmentation.None, string Device = "cpu")
{
    /// <summary>How the network is trained, where there are so many training images.</summary>
    /// <param name="images">How many there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public TrainingOptions Options(long images) => Epochs > 0
        ? TrainingOptions.OfEpochs(Epochs, images, BatchSize, Seed, Augmentation)
        : new TrainingOptions(BatchSize, Iterations, Seed, Augmentation: Augmentation);
}
