using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Stranger.Tests;

/// <summary>A measure: the share of features whose β is below 0.</summary>
public static class NegativeShift
{
    /// <summary>The measure.</summary>
    public static Measure Measure { get; } = new(
        "negativeShift", "β < 0", MeasureUnit.Share, "share of features with β < 0",
        result => result.Layers.SelectMany(layer => layer.Shift).Average(shift => shift < 0 ? 1.0 : 0));
}
