using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Adam learns more selective features than SGD.</summary>
internal static class H9
{
    public static TrainingHypothesis Hypothesis { get; } = new("H9", "Adam learns more selective features than SGD", "Figure 2")
    {
        Effect =
            "Features of {layer} that are active at the end, by γ and by activation: Adam's mean selectivity less SGD's, and Adam's share "
                + "with "
            + "β < 0 less SGD's. A feature that never fires counts in neither: it is dead, not selective.",
        Measures = layer =>
        [
            TestedMeasure.Difference("by selectivity", ActiveFeatures.Selectivity(layer)),
            TestedMeasure.Difference("by β < 0", ActiveFeatures.NegativeShift(layer)),
        ],
    };
}
