using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>A feature layer as the paper counts features: a convolution, its normalization and its activation.</summary>
/// <remarks>
/// Its features are read by convolutions and linear layers only, if through poolings, so that one input channel of theirs belongs to one
/// feature: a feature whose output is 0 can be removed, and with it the weights that read it. A convolution whose output is added to
/// another's, as the third of a bottleneck of ResNet-50, makes none. Without a normalization γ counts as 1, and β as the convolution's bias
/// (0 without one).
/// </remarks>
/// <param name="Name">The convolution's name, such as <c>C6</c>; where a network has stages, the stage comes first, as in
/// <c>res5.2a</c>.</param>
/// <param name="Features">The number of features.</param>
/// <param name="Convolution">The index of the convolution in <see cref="NetworkGraph.Layers"/>: a filter for each feature.</param>
/// <param name="Normalization">The index of the normalization; null where there is none.</param>
/// <param name="Activation">The index of the activation.</param>
/// <param name="NegativeSlope">The slope of the leaky ReLU below 0; 0 for ReLU.</param>
/// <param name="Readers">The indices of the convolutions and linear layers that read the features, in order.</param>
public sealed record FeatureLayer(
    string Name, int Features, int Convolution, int? Normalization, int Activation, double NegativeSlope, ImmutableArray<int> Readers)
{
    /// <summary>The stage that the layer belongs to: its name up to the first dot.</summary>
    public string Stage => Name.Split('.')[0];

    /// <summary>Equal when all parts are.</summary>
    /// <param name="other">The layer to compare with.</param>
    public bool Equals(FeatureLayer? other) =>
        other is not null && (Name, Features, NegativeSlope) == (other.Name, other.Features, other.NegativeSlope)
        && (Convolution, Normalization, Activation) == (other.Convolution, other.Normalization, other.Activation)
        && Readers.SequenceEqual(other.Readers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Features, Convolution, Activation);
}
