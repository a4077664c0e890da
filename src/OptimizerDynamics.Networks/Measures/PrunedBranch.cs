namespace OptimizerDynamics.Networks;

/// <summary>What became of a trained network when a criterion had pruned it, before and after fine-tuning.</summary>
/// <param name="Criterion">The criterion's name (<see cref="PruningCriterion.Name"/>).</param>
/// <param name="Amount">How much it was asked to take: a share of the features in [0, 1), or a threshold; 0 where
/// the criterion lets nothing be chosen.</param>
/// <param name="Removed">The number of features that it took.</param>
/// <param name="Cost">What is left costs.</param>
/// <param name="Pruned">On the test set, before fine-tuning; its loss is NaN or infinite where <see cref="Divergence"/> says so.</param>
/// <param name="FineTuned">On the test set, after fine-tuning; null without, and where it diverged.</param>
public sealed record PrunedBranch(
    string Criterion, double Amount, int Removed, NetworkCost Cost, Evaluation Pruned, Evaluation? FineTuned)
{
    /// <summary>What was not finite of the pruned network or in its fine-tuning, and when; null where everything is. The training before
    /// is none the worse for it.</summary>
    public string? Divergence { get; init; }

    /// <summary>The share of the MACs of the whole network that is left, in (0, 1].</summary>
    /// <param name="whole">The result of the training that this is a branch of.</param>
    public double MacsLeft(TrainingResult whole)
    {
        ArgumentNullException.ThrowIfNull(whole);
        return (double)Cost.Macs / whole.Cost.Macs;
    }
}
