namespace OptimizerDynamics.Networks;

/// <summary>The time in which a network classifies an image, in seconds: of the machine, so that another run gives another.</summary>
public static class SecondsPerImage
{
    /// <summary>The whole network.</summary>
    public static Measure Whole { get; } =
        Of(ResultNames.InferenceSeconds, "seconds an image", "seconds in which the network classifies an image");

    /// <summary>Without the features that are inactive by activation.</summary>
    public static Measure Pruned { get; } =
        Of(ResultNames.PrunedInferenceSeconds, "seconds an image, pruned", "seconds in which the pruned network classifies an image");

    /// <summary>The whole network's time over the pruned network's: above 1 where pruning makes it faster.</summary>
    public static Measure Speed { get; } = new(
        "speed", "speed", MeasureUnit.Ratio, "how many times as fast the pruned network classifies",
        result => Whole.Of(result) / Pruned.Of(result))
    { FeatureColumn = null, PruningColumn = 90, IsInTrials = false };

    private static Measure Of(string name, string label, string description) => new(
        name, label, MeasureUnit.Seconds, description, result => result.Machine.TryGetValue(name, out var seconds) ? seconds : double.NaN)
    { FeatureColumn = null, IsInTrials = false };
}
