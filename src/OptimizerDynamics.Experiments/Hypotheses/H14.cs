using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Under L2 in Adam decay pulls harder at the γ of more selective features: the paper's primary hypothesis, made
/// measurable.</summary>
internal static class H14
{
    private const double Noticeable = 0.3;

    public static TrainingHypothesis Hypothesis { get; } = new(
        "H14", "Under L2 in Adam, decay pulls harder at the γ of more selective features", "ours, from Section 3")
    {
        Effect = "Spearman's ρ between selectivity and the effective decay rate of γ, within layers, at 2 % of the training, less 0.3; in "
            + "hundredths.",
        Margin = "0.3, from where on a correlation is commonly called moderate",
        Form = ContrastForm.Setting,
        Measures = _ => [TestedMeasure.Above("", RateCorrelation.WithSelectivity, Noticeable)],
    };
}
