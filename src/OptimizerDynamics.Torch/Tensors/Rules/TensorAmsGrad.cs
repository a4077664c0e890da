namespace OptimizerDynamics.Torch;

/// <summary><see cref="ScaleByAmsGrad"/>.</summary>
internal sealed class TensorAmsGrad(ScaleByAmsGrad rule, TensorOperations operations) : TensorMomentRule(rule, operations)
{
    public override void Apply(TensorBlock block)
    {
        var (u, m, v, most) = (block.Incoming(), block.Vector(0), block.Vector(1), block.Vector(2));
        AverageInto(block, m, u);
        AverageSquareInto(block, v, u);
        block.Operations.AtLeast(most, v);
        PassOnCorrected(block, m, most);
    }
}
