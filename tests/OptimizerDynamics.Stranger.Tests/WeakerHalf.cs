using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Stranger.Tests;

/// <summary>A pruning criterion: each layer's weaker half by |γ|, whatever the magnitudes.</summary>
public sealed class WeakerHalf : PruningCriterion
{
    /// <inheritdoc/>
    public override string Name => "weaker-half";

    /// <inheritdoc/>
    public override string Label => "the weaker half by |γ|";

    /// <inheritdoc/>
    protected override FilterMask Choose(PruningSubject subject, double amount) => FilterMask.Of(subject.Features.Select(layer =>
    {
        var median = layer.Scale.Select(Math.Abs).Order().ElementAt(layer.Scale.Length / 2);
        return layer.Scale.Select(scale => Math.Abs(scale) < median);
    }));
}
