namespace OptimizerDynamics.Networks;

/// <summary>A criterion and how much it takes.</summary>
/// <param name="Criterion">The criterion.</param>
/// <param name="Amount">The amount, inside the range of <see cref="PruningCriterion.Amount"/>; 0 where nothing can be chosen.</param>
public sealed record PruningStep(PruningCriterion Criterion, double Amount)
{
    /// <summary>Selects the features to remove.</summary>
    /// <param name="subject">The trained network.</param>
    /// <exception cref="ArgumentException">The amount is outside its range, or what the criterion looks at is not there.</exception>
    public FilterMask Select(PruningSubject subject) => Criterion.Select(subject, Amount);
}
