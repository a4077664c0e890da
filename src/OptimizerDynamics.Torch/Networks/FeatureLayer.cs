using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>A layer of features as the paper counts them: a convolution, its batch normalization and its nonlinearity.</summary>
/// <param name="Name">The layer's name, such as <c>C6</c>; where a network has stages, the stage comes first, as in <c>res5.2a</c>.</param>
/// <param name="Convolution">Its weights: a filter for each feature.</param>
/// <param name="Normalization">γ (<c>weight</c>) and β (<c>bias</c>) of each feature, and the running mean and variance.</param>
/// <param name="NegativeSlope">The slope of the leaky ReLU below 0; 0 for ReLU.</param>
/// <param name="Readers">The convolutions and linear layers that read its features, and nothing else as inputs: one weight of theirs belongs to one feature.</param>
public sealed record FeatureLayer(string Name, Conv2d Convolution, BatchNorm2d Normalization, double NegativeSlope, IReadOnlyList<nn.Module> Readers)
{
    /// <summary>How many features it has.</summary>
    public int Features => (int)Normalization.weight!.shape[0];

    /// <summary>The stage that the layer belongs to: its name up to the first dot.</summary>
    public string Stage => Name.Split('.')[0];
}
