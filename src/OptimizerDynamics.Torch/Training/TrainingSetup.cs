using OptimizerDynamics.Torch.Data;

namespace OptimizerDynamics.Torch.Training;

/// <summary>All that a training needs to begin, in plain words and numbers.</summary>
/// <param name="Network">A name of <see cref="Networks.NetworkCatalog"/>.</param>
/// <param name="Width">Multiplies the features of its layers, above 0.</param>
/// <param name="NegativeSlope">Slope of the leaky ReLU below 0, in [0, 1); 0 for ReLU.</param>
/// <param name="Data">The images.</param>
/// <param name="Chain">The optimizer.</param>
/// <param name="Options">How the network is trained.</param>
/// <param name="Device">Where: <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
public sealed record TrainingSetup(
    string Network, double Width, double NegativeSlope, DataChoice Data, Chain Chain, TrainingOptions Options, string Device = "cpu");
