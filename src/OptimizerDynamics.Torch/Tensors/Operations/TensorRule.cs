using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>
/// An update rule as operations on tensors: the second reading of the formula that the rule's documentation gives.
/// </summary>
/// <remarks>
/// It shares with the rule's arithmetic on the CPU only what defines it: its hyperparameters, the names of what it remembers, and
/// schedules. Corrections are computed and operations chosen anew, so that each reading checks the other.
/// </remarks>
public abstract class TensorRule
{
    /// <summary>Computes, once a step, what all elements share.</summary>
    /// <param name="context">The number of the step and the length of the run.</param>
    /// <param name="scalars">The rule's <see cref="UpdateRule.Scalars"/>, to be brought up to date.</param>
    public virtual void BeginStep(StepContext context, double[] scalars)
    {
    }

    /// <summary>Takes the block's update and passes on another.</summary>
    /// <param name="block">The window on θ, g and the rule's vectors, and the update that passes through the chain.</param>
    public abstract void Apply(TensorBlock block);

    /// <summary>How a part of the update passes through the rule, over the denominators of the actual run: what
    /// <see cref="UpdateRule.ApplyPart{T}"/> says, on tensors. As <see cref="Apply"/> does it unless overridden, which is right where the
    /// rule is linear, or adds to the decay what depends on θ alone. The loss's part passes by a rule that adds decay.</summary>
    /// <param name="part">The part's block: its update, and its own copies of the rule's <see cref="UpdateRule.LinearVectors"/>; the other
    /// vectors are the rule's, and not to be changed.</param>
    /// <param name="whole">The rule's block behind <see cref="Apply"/>, with what it has passed on
    /// (<see cref="TensorBlock.Denominator"/>, <see cref="TensorBlock.Factor"/>). Not to be changed.</param>
    public virtual void ApplyPart(TensorBlock part, TensorBlock whole) => Apply(part);
}

/// <summary>v ← β·v + (1 − β)·x², in two operations.</summary>
internal readonly struct SquareAverage(double beta, TensorOperations operations)
{
    private readonly Tensor _kept = operations.Constant(beta);
    private readonly double _taken = 1 - beta;

    public void Update(TensorBlock block, Tensor v, Tensor x)
    {
        block.Operations.Scale(v, _kept);
        block.Operations.AddProduct(v, x, x, _taken);
    }
}
