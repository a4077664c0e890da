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
