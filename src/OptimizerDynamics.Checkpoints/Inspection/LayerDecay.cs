using System.Collections.Immutable;

namespace OptimizerDynamics.Checkpoints;

/// <summary>How regularization reaches a parameter.</summary>
public enum DecayForm
{
    /// <summary>λθ joins the gradient, and an adaptive optimizer divides it by the root of the second moment.</summary>
    Coupled,

    /// <summary>θ shrinks by αλ a step, whatever its gradients were.</summary>
    Decoupled,

    /// <summary>One of the two: the states of PyTorch's Adam and AdamW look the same.</summary>
    Either,
}

/// <summary>How fast regularization shrinks γ and β of a layer's features, by the state of the optimizer.</summary>
/// <remarks>The effective decay rate is the fraction by which a parameter shrinks in a step while its gradient is silent: after n steps
/// (1 − rate)ⁿ of it is left, half of it after 0.69/rate. It holds for the learning rate and the second moment that the file has; while the
/// gradient stays silent the second moment forgets, and the rate grows.</remarks>
/// <param name="Gamma">The rate of each γ; NaN where the state is not finite. Null where it is not known.</param>
/// <param name="Beta">The rate of each β; null where it is not known, or there is no β.</param>
/// <param name="GammaAtOnce">Of SGD with momentum: αλ, the fraction of the first step, before momentum has built up to
/// <paramref name="Gamma"/>. Null of other optimizers.</param>
/// <param name="DecoupledGamma">αλ of γ's parameter group: its rate if decay is decoupled. Null where the group is not known.</param>
/// <param name="DecoupledBeta">αλ of β's parameter group; null where it is not known, or there is no β.</param>
public sealed record LayerDecay(
    ImmutableArray<double>? Gamma,
    ImmutableArray<double>? Beta,
    double? GammaAtOnce,
    double? DecoupledGamma,
    double? DecoupledBeta);

/// <summary>What the optimizer's state of a checkpoint says.</summary>
/// <param name="Key">Where it stands in the file.</param>
/// <param name="Name">PyTorch's class of optimizer; null where it is not known here.</param>
/// <param name="Form">How regularization reaches parameters.</param>
/// <param name="Groups">Learning rate and decay of each parameter group.</param>
/// <param name="Meaning">What the rates are: their formula, and when they hold.</param>
/// <param name="Problem">Why rates are missing, of all parameters or of some; null where none is.</param>
public sealed record OptimizerReading(
    string Key,
    string? Name,
    DecayForm Form,
    ImmutableArray<OptimizerGroup> Groups,
    string Meaning,
    string? Problem);

/// <summary>A parameter group of an optimizer.</summary>
/// <param name="LearningRate">α; null where the group does not say.</param>
/// <param name="WeightDecay">λ, PyTorch's <c>weight_decay</c>; null where the group does not say.</param>
/// <param name="InitialLearningRate">The learning rate before a schedule changed it; null where the group does not say.</param>
/// <param name="Parameters">The number of its parameters (tensors).</param>
public sealed record OptimizerGroup(double? LearningRate, double? WeightDecay, double? InitialLearningRate, int Parameters);
