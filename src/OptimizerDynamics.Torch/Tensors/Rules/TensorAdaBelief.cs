namespace OptimizerDynamics.Torch;

/// <summary><see cref="ScaleByAdaBelief"/>: s averages (u − m)², and ε joins it in every step.</summary>
internal sealed class TensorAdaBelief(ScaleByAdaBelief rule, TensorOperations operations) : TensorMomentRule(rule, operations)
{
    public override void Apply(TensorBlock block)
    {
        var (u, m, s) = (block.Incoming(), block.Vector(0), block.Vector(1));
        AverageInto(block, m, u);
        var surprise = block.Scratch;
        block.Operations.Copy(surprise, u);
        block.Operations.Subtract(surprise, m);
        AverageSquareInto(block, s, surprise);
        block.Operations.AddNumber(s, Epsilon);
        PassOnCorrected(block, m, s);
    }
}
