using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>Which of two runs halves the parameter first, seed by seed: a hypothesis, and what the seeds say of it.</summary>
/// <param name="Optimizer">The optimizer whose L2 is said to be faster.</param>
/// <param name="Lambda">Its λ.</param>
/// <param name="Verdict">What the seeds say; effects are ln(half-life of the other/half-life of this one).</param>
/// <param name="First">This one's half-life over the seeds.</param>
/// <param name="Second">The other's.</param>
internal sealed record Comparison(NamedOptimizer Optimizer, double Lambda, Verdict Verdict, SampleMedian First, SampleMedian Second)
{
    /// <summary>How many times faster the first is, or, below 1, the second; at least so many, or at most, where one of them never came to
    /// half (<see cref="IsBound"/>).</summary>
    public double Ratio(double horizon) => (First.Median, Second.Median) switch
    {
        ( < double.PositiveInfinity, double.PositiveInfinity) => horizon / First.Median,
        (double.PositiveInfinity, < double.PositiveInfinity) => Second.Median / horizon,
        _ => Math.Exp(Verdict.Effect.Median),
    };

    /// <summary>Whether the ratio is a bound: one of the two did not come to half within the run.</summary>
    public bool IsBound => double.IsInfinity(First.Median) != double.IsInfinity(Second.Median);

    /// <summary>Whether neither came to half within the run.</summary>
    public bool IsNever => double.IsInfinity(First.Median) && double.IsInfinity(Second.Median);

    /// <summary>H11's first half: L2 in an optimizer against weight decay of the same λ. Null where a run is missing or diverged.</summary>
    public static Comparison? WithWeightDecay(DecaySetting setting, NamedOptimizer optimizer, double lambda) => Of(
        optimizer, lambda, setting.Find(optimizer, Regularization.L2, lambda), setting.Find(optimizer, Regularization.WeightDecay, lambda));

    /// <summary>H11's second half: L2 in an adaptive optimizer against L2 in SGD of a larger λ. Null where a run is missing or
    /// diverged.</summary>
    public static Comparison? WithSgd(DecaySetting setting, NamedOptimizer optimizer, double lambda, double largerBy)
    {
        var sgd = setting.Optimizers.FirstOrDefault(other => other.Name == "sgd");
        // The λ of a sweep are rounded to twelve digits.
        var larger = setting.Lambdas.FirstOrDefault(other => Math.Abs(other / (lambda * largerBy) - 1) < 1e-9);
        return sgd is null || larger == 0 || optimizer == sgd
            ? null
            : Of(optimizer, lambda, setting.Find(optimizer, Regularization.L2, lambda), setting.Find(sgd, Regularization.L2, larger));
    }

    private static Comparison? Of(NamedOptimizer optimizer, double lambda, DecayTrial? first, DecayTrial? second)
    {
        if (first is null || second is null)
            return null;
        var (one, other) = (HalfLives(first), HalfLives(second));
        return one.Concat(other).Any(double.IsNaN)
            ? null
            : new Comparison(optimizer, lambda, H11.Hypothesis.Test(one, other), SampleMedian.Of(one), SampleMedian.Of(other));
    }

    private static List<double> HalfLives(DecayTrial trial) => [.. trial.Result.Outcomes.Select(outcome => outcome.HalfLife)];
}
