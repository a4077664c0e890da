using System.Collections.Immutable;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Selectivity early in a training moves with mini-batch, width and task difficulty as sparsity at its end does: the paper's
/// mediation, made measurable.</summary>
internal static class H15
{
    public static TrainingHypothesis Hypothesis { get; } = new(
        "H15", "Selectivity early in a training moves with mini-batch, width and task difficulty as sparsity at its end does",
        "ours, from Section 3")
    {
        Effect =
            "Mean selectivity, at 2 % of the training, of the features that fire then: the first setting's less the second's, with the "
                + "sign of "
            + "the difference of their shares of inactive features at the end.",
        Measures = _ => TestedMeasure.OfSparsity((by, sparsity) => new TestedMeasure(
            by,
            $"{FirstSurvey.Selectivity.Description}: the first's less the second's, times the sign of the same difference of "
                + $"{sparsity.Description}",
            results => Difference(FirstSurvey.Selectivity, results) * SignOf(Difference(sparsity, results)))),
    };

    private static double SignOf(double difference) => double.IsNaN(difference) ? double.NaN : Math.Sign(difference);

    private static double Difference(Measure measure, ImmutableArray<TrainingResult> results) =>
        measure.Of(results[0]) - measure.Of(results[1]);
}
