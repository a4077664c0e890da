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
        Effect = "0.1 percentage points minus the absolute change of the test error when the features that are inactive by γ are set to "
            + "zero.",
        Margin = "a tenth of a percentage point, to which Table 3 gives the errors on Tiny-ImageNet",
        Published =
        [
            PaperTables.Of(
                "table3", "Table 3: VGG-16, Adam",
                ("dataset", "data"), ("batch_size", "mini-batch"), ("conv_features_pruned", "features pruned"),
                ("pre_top1_error_pct", "error before, %"), ("post_top1_error_pct", "error after, %")),
        ],
        Contrasts = _ => [new Contrast.AgainstMargin { Where = LosesFeatures, Measures = [("", _change)], Below = Noticeable }],
    };

    /// <summary>Where no feature is lost there is nothing to say of those that are.</summary>
    /// <param name="setting">The setting.</param>
    internal static bool LosesFeatures(TrainingSetting setting) => setting.Range(SparsityByScale.Paper).Low > 0;
}
