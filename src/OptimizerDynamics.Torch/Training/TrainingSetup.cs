namespace OptimizerDynamics.Torch.Training;

/// <summary>All that a training needs to begin, in plain words and numbers.</summary>
/// <param name="Network">A name of <see cref="Networks.NetworkCatalog"/>.</param>
/// <param name="Width">Multiplies the features of its layers, above 0.</param>
/// <param name="NegativeSlope">Slope of the leaky ReLU below 0, in [0, 1); 0 for ReLU.</param>
/// <param name="Data">The data set's name.</param>
/// <param name="Folder">Where its files are.</param>
/// <param name="Size">Height and width of its images, at least 1; 0 as they come.</param>
/// <param name="Images">How many training images are used, the first ones; 0 for all.</param>
/// <param name="Chain">The optimizer.</param>
/// <param name="Options">How the network is trained.</param>
/// <param name="Device">Where: <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
public sealed record TrainingSetup(
    string Network, double Width, double NegativeSlope, string Data, string Folder, int Size, long Images, Chain Chain, TrainingOptions Options, string Device = "cpu");
