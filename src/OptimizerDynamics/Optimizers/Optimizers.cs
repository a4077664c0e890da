namespace OptimizerDynamics;

/// <summary>
/// The named optimizers, each a <see cref="Chain"/> of update rules beside its formula, with the paper's settings as defaults (those of
/// the authors or of PyTorch where the paper has none).
/// </summary>
/// <remarks>
/// Every one takes both kinds of regularization, at most one of which a study sets: <c>l2</c> adds λ·θ to the gradient before the rule
/// sees it; <c>weightDecay</c> is Loshchilov and Hutter's decoupled form as the paper uses it, θ ← θ − η·λ·θ, scaled by the schedule
/// but not by the learning rate. <c>l1</c> and <c>proximalL1</c> (<see cref="AddSign"/>, <see cref="SoftThreshold"/>) are settings that
/// the catalog adds to each: in a chain of one's own they are its first rule and its last.
/// </remarks>
public static partial class Optimizers
{
    /// <summary>Coupled regularization: the first rule of a chain.</summary>
    private static AddDecayedWeights L2(double l2, DecayedKinds? decayed) =>
        new(Interval.NonNegative.Require(l2, nameof(l2)), (decayed ?? DecayedKinds.All).L2);

    /// <summary>Decoupled regularization: behind the learning rate, before the schedule (in AdamW before the learning rate).</summary>
    private static AddDecayedWeights WeightDecay(double weightDecay, DecayedKinds? decayed) =>
        new(Interval.NonNegative.Require(weightDecay, nameof(weightDecay)), (decayed ?? DecayedKinds.All).WeightDecay);
}
