namespace OptimizerDynamics.Torch;

/// <summary><see cref="ScaleByAdam"/> in seven operations, of which the last, θ ← θ − factor·m/(√v + ε), is the step itself.</summary>
internal sealed class TensorAdam(ScaleByAdam rule, TensorOperations operations) : TensorMomentRule(rule, operations)
{
    public override void Apply(TensorBlock block)
    {
        var (u, m, v) = (block.Incoming(), block.Vector(0), block.Vector(1));
        AverageInto(block, m, u);
        AverageSquareInto(block, v, u);
        PassOnCorrected(block, m, v);
    }
}
