using System.Collections.Immutable;

namespace OptimizerDynamics.Torch;

/// <summary>What was seen of a training at an iteration.</summary>
/// <param name="Iteration">How many steps had been taken.</param>
/// <param name="Loss">The mean loss of the mini-batches since the point before; NaN at the beginning.</param>
/// <param name="Error">The mean error of those mini-batches; NaN at the beginning.</param>
/// <param name="Scale">γ of every feature, layer by layer.</param>
/// <param name="Shift">β of every feature, layer by layer.</param>
public sealed record CurvePoint(long Iteration, double Loss, double Error, ImmutableArray<ImmutableArray<float>> Scale, ImmutableArray<ImmutableArray<float>> Shift)
{
    /// <summary>How selective every feature is on the training set, layer by layer (<see cref="FeatureStatistics.Selectivity"/>): of the first point behind a quarter of the training, before filters die. Empty at
    /// the others.</summary>
    public ImmutableArray<ImmutableArray<double>> Selectivity { get; init; } = [];

    /// <summary>The fraction of all features with |γ| below a threshold.</summary>
    /// <param name="threshold">The threshold; the paper's is 1e-3.</param>
    public double Sparsity(double threshold = 1e-3) =>
        (double)Scale.Sum(layer => layer.Count(scale => Math.Abs(scale) < threshold)) / Scale.Sum(layer => layer.Length);
}
