using System.Collections.Immutable;

namespace OptimizerDynamics.Torch;

/// <summary>What is known of each feature of a layer after a walk through the training corpus.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Scale">γ.</param>
/// <param name="Shift">β.</param>
/// <param name="LargestActivation">The largest absolute activation behind the nonlinearity, over the feature's plane and over the whole corpus.</param>
/// <param name="Selectivity">The fraction of images whose largest activation is below the threshold times <see cref="LargestActivation"/>; 1 for a feature that never fires.</param>
/// <param name="ClassSelectivity">(μ − μ₋)/(μ + μ₋) with μ the largest of the classes' mean activations over images and feature plane, and μ₋ the mean of the others'; 0 for a feature that
/// never fires (Morcos et al. 2018, "On the importance of single directions for generalization").</param>
public sealed record FeatureStatistics(
    string Layer, ImmutableArray<float> Scale, ImmutableArray<float> Shift, ImmutableArray<float> LargestActivation, ImmutableArray<double> Selectivity,
    ImmutableArray<double> ClassSelectivity)
{
    /// <summary>How many features there are.</summary>
    public int Features => Scale.Length;

    /// <summary>How many features have |γ| below a threshold: 1e-3 in the paper, 1e-2 its looser one.</summary>
    /// <param name="threshold">The threshold.</param>
    public int InactiveByScale(double threshold = 1e-3) => Scale.Count(scale => Math.Abs(scale) < threshold);

    /// <summary>How many features never put out more than a threshold: 1e-12 in the paper, 1e-4 its looser one.</summary>
    /// <param name="threshold">The threshold.</param>
    public int InactiveByActivation(double threshold = 1e-12) => LargestActivation.Count(activation => activation < threshold);
}
