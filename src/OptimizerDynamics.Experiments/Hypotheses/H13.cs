using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Sparsity levels hold at looser thresholds.</summary>
internal static class H13
{
    private const double SameLevel = 0.05;

    public static TrainingHypothesis Hypothesis { get; } = new("H13", "Sparsity levels hold at looser thresholds", "Section 1")
    {
        Effect = "5 percentage points less what a looser threshold adds to the share of inactive features: |γ| < 1e-2 instead of 1e-3, "
            + "and activation < 1e-4 instead of 1e-12.",
        Form = ContrastForm.Setting,
        Margin = "five percentage points; the paper names no margin",
        Measures = _ =>
        [
            TestedMeasure.Below(TestedMeasure.ByScale, More(SparsityByScale.Looser, SparsityByScale.Paper), SameLevel),
            TestedMeasure.Below(TestedMeasure.ByActivation, More(SparsityByActivation.Looser, SparsityByActivation.Paper), SameLevel),
        ],
    };

    private static Measure More(Measure looser, Measure stricter) => new(
        $"{looser.Name}Less{stricter.Name}", "more at the looser threshold", MeasureUnit.Share,
        $"{looser.Description} less {stricter.Description}",
        result => looser.Of(result) - stricter.Of(result));
}
