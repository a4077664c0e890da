namespace OptimizerDynamics.Networks;

/// <summary>How long the network takes to classify an image: measured of the machine, so that another run says another number.</summary>
public static class SecondsPerImage
{
    /// <summary>The whole network.</summary>
    public static Measure Whole { get; } =
        Of(ResultNames.InferenceSeconds, "seconds an image", "seconds in which the network classifies an image");

    /// <summary>Without the features that are inactive by activation.</summary>
    public static Measure Pruned { get; } =
        Of(ResultNames.PrunedInferenceSeconds, "seconds an image, pruned", "seconds in which the pruned network classifies an image");

    /// <summary>How many times as fast the pruned network is.</summary>
    public static Measure Speed { get; } = new(
        "speed", "speed", MeasureUnit.Ratio, "how many times as fast the pruned network classifies",
        result => Whole.Of(result) / Pruned.Of(result))
    { FeatureColumn = null, PruningColumn = 90, IsInTrials = false };

    private static Measure Of(string name, string label, string description) => new(
        name, label, MeasureUnit.Seconds, description, result => result.Machine.TryGetValue(name, out var seconds) ? seconds : double.NaN)
    { FeatureColumn = null, IsInTrials = false };
}
