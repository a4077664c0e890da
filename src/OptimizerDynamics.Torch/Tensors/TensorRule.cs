using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>
/// An update rule as operations on tensors: the second reading of the formula that the rule's documentation gives.
/// </summary>
/// <remarks>
/// It shares with the rule's reference arithmetic only what defines it: its hyperparameters, the names of what it remembers, and schedules.
/// Corrections are computed and operations chosen anew, so that each reading checks the other.
/// </remarks>
internal abstract class TensorRule
{
    /// <summary>Computes, once a step, what all elements share.</summary>
    /// <param name="context">Which step this is.</param>
    /// <param name="scalars">The rule's <see cref="UpdateRule.Scalars"/>, to be brought up to date.</param>
    public virtual void BeginStep(StepContext context, double[] scalars)
    {
    }

    /// <summary>Takes the block's update and passes on another.</summary>
    public abstract void Apply(TensorBlock block);

    /// <summary>The reading of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="operations">Makes the rule's constants.</param>
    /// <param name="masks">Gives the place of a mask for some kinds of parameters, or null where there are none of them.</param>
    /// <exception cref="NotSupportedException">The rule is none of the core's.</exception>
    public static TensorRule For(UpdateRule rule, TensorOperations operations, Func<ParameterKinds, int?> masks) => rule switch
    {
        AddDecayedWeights decay => new TensorDecayedWeights(decay.Lambda, masks(decay.Kinds)),
        ScaleByLearningRate scaling => new TensorScaling(_ => scaling.LearningRate),
        ScaleBySchedule scaling => new TensorScaling(context => scaling.Schedule.MultiplierAt(context.Number - 1, context.RunLength)),
        Momentum momentum => new TensorMomentum(momentum, operations),
        ScaleByAdam adam => new TensorAdam(adam, operations),
        ScaleByAmsGrad amsGrad => new TensorAmsGrad(amsGrad, operations),
        ScaleByAdaMax adaMax => new TensorAdaMax(adaMax, operations),
        ScaleByNAdam nadam => new TensorNAdam(nadam, operations),
        ScaleByRAdam radam => new TensorRAdam(radam, operations),
        ScaleByAdaBelief adaBelief => new TensorAdaBelief(adaBelief, operations),
        ScaleByYogi yogi => new TensorYogi(yogi, operations),
        ScaleByLion lion => new TensorLion(lion, operations),
        ScaleByRmsProp rmsProp => new TensorRmsProp(rmsProp, operations),
        ScaleByAdagrad adagrad => new TensorAdagrad(adagrad),
        ScaleByAdadelta adadelta => new TensorAdadelta(adadelta, operations),
        _ => throw new NotSupportedException(
            $"The tensor interpreter has no reading of the rule {rule}; the reference interpreter runs any rule, on the CPU."),
    };
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
