using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>A point of a training's curve.</summary>
/// <param name="Iteration">The number of steps taken.</param>
/// <param name="Loss">Mean loss of the mini-batches since the point before, in nats; NaN before the first step.</param>
/// <param name="Error">Mean error of those mini-batches, in [0, 1]; NaN before the first step.</param>
/// <param name="Inactive">The number of features of each layer with |γ| &lt; 1e-3.</param>
/// <param name="Scale">γ of each feature, layer by layer; empty for layers that were not kept
/// (<see cref="TrainingResult.Keeping"/>).</param>
/// <param name="Shift">β of each feature, layer by layer; likewise.</param>
public sealed record CurvePoint(
    long Iteration,
    double Loss,
    double Error,
    ImmutableArray<int> Inactive,
    ImmutableArray<ImmutableArray<double>> Scale,
    ImmutableArray<ImmutableArray<double>> Shift)
{
    /// <summary>The selectivity of each feature on the training set, layer by layer (<see cref="FeatureStatistics.Selectivity"/>): measured
    /// once, at the first point at or behind a quarter of the training, before filters die. Empty at the others.</summary>
    public ImmutableArray<ImmutableArray<double>> Selectivity { get; init; } = [];

    /// <summary>A point with what its γ say counted.</summary>
    /// <param name="iteration">The number of steps taken.</param>
    /// <param name="loss">Mean loss since the point before; NaN before the first step.</param>
    /// <param name="error">Mean error since the point before; NaN before the first step.</param>
    /// <param name="scale">γ of each feature, layer by layer.</param>
    /// <param name="shift">β of each feature, layer by layer.</param>
    public static CurvePoint Of(
        long iteration, double loss, double error, ImmutableArray<ImmutableArray<double>> scale,
        ImmutableArray<ImmutableArray<double>> shift) =>
        new(
            iteration, loss, error, [.. scale.Select(layer => layer.Count(value => Math.Abs(value) < FeatureStatistics.ScaleThreshold))],
            scale, shift);

    /// <summary>The fraction of all features with |γ| &lt; 1e-3, in [0, 1], of a point whose <see cref="Scale"/> is whole.</summary>
    public double Sparsity => (double)Inactive.Sum() / Scale.Sum(layer => layer.Length);
}
