namespace OptimizerDynamics.Experiments;

/// <summary>A low-gradient trial and its result.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Result">Its curve of |θ| and, of each seed, half-life, time to the threshold and final value, in iterations after the
/// transition.</param>
public sealed record SimulatedTrial(LowGradientTrial Trial, LowGradientResult Result)
{
    /// <summary>The median of |θ| when the gradient fell silent; NaN where a seed had diverged.</summary>
    public double AtTransition =>
        Result.Outcomes.Any(outcome => double.IsNaN(outcome.AtTransition))
            ? double.NaN
            : SampleMedian.Of(Result.Outcomes.Select(outcome => outcome.AtTransition)).Median;
}
