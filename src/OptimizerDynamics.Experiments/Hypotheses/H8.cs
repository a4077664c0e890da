using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Selective features are the ones that are pruned.</summary>
internal static class H8
{
    public static TrainingHypothesis Hypothesis { get; } = new("H8", "Selective features are the ones that are pruned", "Section 3")
    {
        Effect = "Selectivity at a quarter of the training: the mean of the features that are inactive by γ at the end minus that of the "
            + "others in the same layer, layers weighted by how many they lose. Features that are inactive by then, by γ or by "
            + "activation, do not count.",
        IsAboutDyingFeatures = true,
        Contrasts = _ =>
        [
            new Contrast.AgainstMargin
            {
                // A network in which no layer has both kinds of features says nothing.
                Where = setting => double.IsFinite(setting.Mean(DyingSelectivity.Measure)),
                Measures = [("", DyingSelectivity.Measure)],
            },
        ],
    };
}
