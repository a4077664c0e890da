using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>The features of a layer, measured over an entire set of images: the training set, for the paper's measures.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Scale">γ of each feature.</param>
/// <param name="Shift">β of each feature.</param>
/// <param name="LargestActivation">The largest absolute activation of each feature behind the nonlinearity, over the feature plane and the
/// entire set.</param>
/// <param name="Selectivity">The fraction of images in which a feature stays below a thousandth of <paramref name="LargestActivation"/>;
/// 1 for a feature that never fires.</param>
/// <param name="ClassSelectivity">(μ − μ₋)/(μ + μ₋), with μ the largest of the classes' mean activations over images and feature plane, and
/// μ₋ the mean of the others'; 0 for a feature that never fires (Morcos et al. 2018, "On the importance of single directions for
/// generalization").</param>
public sealed record FeatureStatistics(
    string Name,
    ImmutableArray<double> Scale,
    ImmutableArray<double> Shift,
    ImmutableArray<double> LargestActivation,
    ImmutableArray<double> Selectivity,
    ImmutableArray<double> ClassSelectivity)
{
    /// <summary>The paper's threshold of |γ|, below which a feature is inactive by γ.</summary>
    public const double ScaleThreshold = 1e-3;

    /// <summary>The paper's threshold of the largest activation, below which a feature is inactive by activation.</summary>
    public const double ActivationThreshold = 1e-12;

    /// <summary>Whether a normalization follows the convolution; without, <see cref="Scale"/> is 1 everywhere, and says
    /// nothing.</summary>
    public bool HasScale { get; init; } = true;

    /// <summary>The number of features.</summary>
    public int Features => Scale.Length;

    /// <summary>The number of features with |γ| below a threshold.</summary>
    /// <param name="threshold">The threshold, above 0: 1e-3 in the paper, and 1e-2 where it looks looser.</param>
    public int InactiveByScale(double threshold = ScaleThreshold) => Scale.Count(scale => Math.Abs(scale) < threshold);

    /// <summary>The fraction of the features of some layers with |γ| below a threshold, in [0, 1]; NaN for no layer.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="threshold">The threshold, above 0: 1e-3 in the paper, and 1e-2 where it looks looser.</param>
    public static double InactiveShareByScale(IReadOnlyCollection<FeatureStatistics> layers, double threshold = ScaleThreshold) =>
        (double)layers.Sum(layer => layer.InactiveByScale(threshold)) / layers.Sum(layer => layer.Features);

    /// <summary>The number of features whose largest activation is below a threshold.</summary>
    /// <param name="threshold">The threshold, above 0: 1e-12 in the paper, and 1e-4 where it looks looser.</param>
    public int InactiveByActivation(double threshold = ActivationThreshold) =>
        LargestActivation.Count(activation => activation < threshold);
}
