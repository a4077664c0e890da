namespace OptimizerDynamics.Networks;

/// <summary>How far a network can be pruned by the smallest |γ| of the whole network, and fine-tuned: at equal compression, and at equal
/// test error (<see cref="Front"/>).</summary>
public static class FrontMeasures
{
    private const double Compressed = 0.5, Allowed = 0.02;

    /// <summary>The test error with half of the MACs left, after fine-tuning; NaN where no branch leaves so few.</summary>
    public static Measure ErrorAtHalf { get; } = Of(
        "errorAtHalfMacs", "error at half of the MACs",
        "test error, fine-tuned, with half of the MACs left when the features with the smallest |γ| of the network are taken out",
        (front, _) => front.ErrorAt(Compressed));

    /// <summary>The share of MACs that is left where the test error, after fine-tuning, has risen by two percentage points; the least that
    /// was tried where it never does.</summary>
    public static Measure MacsWithinTwoPoints { get; } = Of(
        "macsWithinTwoPoints", "MACs within 2 points",
        "share of the MACs left where the test error, fine-tuned, has risen by two percentage points as the features with the smallest |γ| "
        + "of the network are taken out",
        (front, error) => front.MacsAt(error + Allowed));

    private static Measure Of(string name, string label, string description, Func<Front, double, double> of) => new(
        name, label, MeasureUnit.Share, description,
        result =>
            Front.Of(result, PruningCriteria.SmallestScale.Name, isFineTuned: true) is { } front
                ? of(front, result.Test.Top1Error)
                : double.NaN)
    { FeatureColumn = null, PruningColumn = 90, HasRange = true };
}
