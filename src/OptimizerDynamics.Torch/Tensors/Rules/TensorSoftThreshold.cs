namespace OptimizerDynamics.Torch;

/// <summary><see cref="SoftThreshold"/>: what lies between −t and t is taken away, times the mask where there is one.</summary>
internal sealed class TensorSoftThreshold(SoftThreshold rule, int? mask) : TensorRule
{
    private double _threshold;

    public override void BeginStep(StepContext context, double[] scalars) =>
        _threshold = rule.Lambda * rule.Schedule.MultiplierAt(context.Number - 1, context.RunLength);

    public override void Apply(TensorBlock block)
    {
        if (mask is not { } index)
            return;
        block.Operations.Copy(block.Scratch, block.Parameters);
        block.Operations.Clamp(block.Scratch, _threshold);
        if (block.Mask(index) is { } ofKinds)
            block.Operations.AddProduct(block.Parameters, block.Scratch, ofKinds, -1);
        else
            block.Operations.Subtract(block.Parameters, block.Scratch);
    }
}
