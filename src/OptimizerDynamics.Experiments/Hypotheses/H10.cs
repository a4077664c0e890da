using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Removing the inactive features leaves the test error unchanged.</summary>
internal static class H10
{
    private const double Noticeable = 0.001;

    private static readonly Measure _change = new(
        "zeroedByScaleChange", "change of the test error", MeasureUnit.Share,
        "change of the test error without the features that are inactive by γ",
        result => Math.Abs(ClassificationError.ZeroedByScale.Of(result) - ClassificationError.Test.Of(result)));

    public static TrainingHypothesis Hypothesis { get; } = new(
        "H10", "Removing the inactive features leaves the test error unchanged", "Tables 3 and 4")
    {
        Effect = "How far the change of the test error, features inactive by γ set to zero, lies below 0.1 percentage points.",
        Margin = "a tenth of a percentage point, to which Table 3 gives the errors on Tiny-ImageNet",
        Contrasts = _ => [new Contrast.AgainstMargin { Where = LosesFeatures, Measures = [("", _change)], Below = Noticeable }],
    };

    /// <summary>Where no feature is lost there is nothing to say of those that are.</summary>
    /// <param name="setting">The setting.</param>
    internal static bool LosesFeatures(TrainingSetting setting) => setting.Range(SparsityByScale.Paper).Low > 0;
}
