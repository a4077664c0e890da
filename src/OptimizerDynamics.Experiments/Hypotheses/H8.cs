using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Selective features are the ones that are pruned.</summary>
internal static class H8
{
    public static TrainingHypothesis Hypothesis { get; } = new("H8", "Selective features are the ones that are pruned", "Section 3")
    {
        Effect =
            "Area under the curve with which selectivity at 2 % of the training tells, within a layer, the features that are inactive by γ "
                + "at "
            + "the end from the others, less ½; in hundredths. Only features count that fire then, and whose γ lies within a factor of 2 "
            + "of its "
            + "start at 1: a γ that has shrunk already says nothing of what made it shrink.",
        Form = ContrastForm.Setting,
        IsAboutDyingFeatures = true,
        Measures = _ => [TestedMeasure.Above("", DeathPrediction.BySelectivity)],
    };
}
