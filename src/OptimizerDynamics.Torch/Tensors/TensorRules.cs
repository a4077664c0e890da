namespace OptimizerDynamics.Torch;

/// <summary>The readings that the tensor interpreter has of the core's rules.</summary>
internal static class TensorRules
{
    /// <summary>The reading of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="operations">Makes the rule's constants.</param>
    /// <param name="masks">Gives the index of a mask for some kinds of parameters, or null where there are none of them.</param>
    /// <exception cref="NotSupportedException">The rule is none of the core's, and brings no reading of its own
    /// (<see cref="ITensorRule"/>).</exception>
    public static TensorRule For(UpdateRule rule, TensorOperations operations, Func<ParameterKinds, int?> masks) => rule switch
    {
        AddDecayedWeights decay => new TensorDecayedWeights(decay.Lambda, masks(decay.Kinds)),
        AddSign sign => new TensorAddSign(sign.Lambda, masks(sign.Kinds)),
        SoftThreshold shrinkage => new TensorSoftThreshold(shrinkage, masks(shrinkage.Kinds)),
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
        ITensorRule own => own.OnTensors(operations),
        _ => throw new NotSupportedException(
            $"The rule {rule} has no reading as operations on tensors: implement {nameof(ITensorRule)}, or run it on the CPU."),
    };
}
