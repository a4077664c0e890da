using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Removing the inactive features leaves the test error unchanged.</summary>
internal static class H10
{
    private const double Noticeable = 0.001;

    private static readonly Measure
        _byScale = Change("zeroedByScaleChange", "inactive by γ are set to zero", ClassificationError.ZeroedByScale),
        _byActivation = Change("prunedChange", "inactive by activation are removed", ClassificationError.Pruned);

    public static TrainingHypothesis Hypothesis { get; } = new(
        "H10", "Removing the inactive features leaves the test error unchanged", "Tables 3 and 4")
    {
        Effect =
            "0.1 percentage points less the absolute change of the test error when the features that are inactive by γ are set to zero, "
                + "and "
            + "when those that are inactive by activation are removed.",
        Form = ContrastForm.Setting,
        Margin = "a tenth of a percentage point, to which Table 3 gives the errors on Tiny-ImageNet",
        Published =
        [
            PaperTables.Of(
                "table3", "Table 3: VGG-16, Adam",
                ("dataset", "data"), ("batch_size", "mini-batch"), ("conv_features_pruned", "features pruned"),
                ("pre_top1_error_pct", "error before, %"), ("post_top1_error_pct", "error after, %")),
        ],
        Measured = $"VGG-16, ImageNet: error {PaperTables.Number("table3", "pre_top1_error_pct", "ImageNet")} % before, "
            + $"{PaperTables.Number("table3", "post_top1_error_pct", "ImageNet")} % after",
        Measures = _ =>
        [
            TestedMeasure.Below(TestedMeasure.ByScale, _byScale, Noticeable),
            TestedMeasure.Below(TestedMeasure.ByActivation, _byActivation, Noticeable),
        ],
    };

    private static Measure Change(string name, string which, Measure without) => new(
        name, "change of the test error", MeasureUnit.Share, $"absolute change of the test error when the features that are {which}",
        result => Math.Abs(without.Of(result) - ClassificationError.Test.Of(result)));
}
