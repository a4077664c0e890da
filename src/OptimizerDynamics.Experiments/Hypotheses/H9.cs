using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Adam learns more selective features than SGD.</summary>
internal static class H9
{
    public static TrainingHypothesis Hypothesis { get; } = new("H9", "Adam learns more selective features than SGD", "Figure 2")
    {
        Effect = "Features of {layer} that are active by γ at the end: Adam's mean selectivity minus SGD's, "
            + "and Adam's share with β < 0 minus SGD's.",
        Contrasts = layer =>
        [
            AdamAgainstSgd(ActiveFeatures.Selectivity(layer), "selectivity against SGD"),
            AdamAgainstSgd(ActiveFeatures.NegativeShift(layer), "β < 0 against SGD"),
        ],
    };

    private static Contrast.Between AdamAgainstSgd(Measure measure, string against) => new()
    {
        More = trial => trial.Optimizer.Name == "adam",
        Less = (_, other) => other.Optimizer.Name == "sgd",
        Differing = [TrainingParameters.Optimizer],
        Measure = measure,
        Against = against,
    };
}
