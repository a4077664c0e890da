namespace OptimizerDynamics.Torch;

/// <summary>
/// <see cref="ScaleByLearningRate"/> and <see cref="ScaleBySchedule"/>: no operation at all, a factor of what is passed on.
/// </summary>
internal sealed class TensorScaling(Func<StepContext, double> factorAt) : TensorRule
{
    private double _factor;

    public override void BeginStep(StepContext context, double[] scalars) => _factor = factorAt(context);

    public override void Apply(TensorBlock block) => block.ScaleBy(_factor);
}
