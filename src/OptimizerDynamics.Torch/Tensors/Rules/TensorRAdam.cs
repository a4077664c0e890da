namespace OptimizerDynamics.Torch;

/// <summary><see cref="ScaleByRAdam"/>: m̂ alone while the variance of the step size cannot be bounded, and rectified after that.</summary>
internal sealed class TensorRAdam(ScaleByRAdam rule, TensorOperations operations) : TensorMomentRule(rule, operations)
{
    private double? _rectification;

    public override void BeginStep(StepContext context, double[] scalars)
    {
        base.BeginStep(context, scalars);
        var limit = 2 / (1 - rule.Beta2) - 1;
        var length = limit - 2 * context.Number * (1 - Correction2) / Correction2;
        _rectification = length <= 5 ? null : Math.Sqrt((length - 4) / (limit - 4) * ((length - 2) / (limit - 2)) * (limit / length));
    }

    public override void Apply(TensorBlock block)
    {
        var (u, m, v) = (block.Incoming(), block.Vector(0), block.Vector(1));
        AverageInto(block, m, u);
        AverageSquareInto(block, v, u);
        if (_rectification is { } rectification)
            block.PassOn(m, RootPlus(block, v, Epsilon), rectification * Math.Sqrt(Correction2) / Correction1);
        else
            block.PassOn(m, factor: 1 / Correction1);
    }
}
