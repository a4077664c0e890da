namespace OptimizerDynamics.Networks;

/// <summary>How much a <see cref="PruningCriterion"/> takes: what the number means, which numbers it may be, and which one is
/// usual.</summary>
/// <param name="Name">What the number is, such as <c>threshold</c>.</param>
/// <param name="Range">The numbers allowed.</param>
/// <param name="Usual">The number where none is given; null where one has to be.</param>
public sealed record PruningAmount(string Name, Interval Range, double? Usual)
{
    /// <summary>A share of the features, in [0, 1).</summary>
    public static PruningAmount Share { get; } = new("share of the features", Interval.Averaging, null);

    /// <summary>A threshold above 0, below which a feature goes.</summary>
    /// <param name="usual">The usual threshold.</param>
    public static PruningAmount Threshold(double usual) => new("threshold", Interval.Positive, usual);
}
