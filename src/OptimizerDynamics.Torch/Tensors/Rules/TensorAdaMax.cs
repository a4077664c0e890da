using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary><see cref="ScaleByAdaMax"/>: n ← max(β₂·n, |u| + ε), then m/n.</summary>
internal sealed class TensorAdaMax(ScaleByAdaMax rule, TensorOperations operations) : TensorMomentRule(rule, operations)
{
    private readonly Tensor _kept = operations.Constant(rule.Beta2);

    public override void Apply(TensorBlock block)
    {
        var (u, m, n) = (block.Incoming(), block.Vector(0), block.Vector(1));
        AverageInto(block, m, u);
        var magnitude = block.Scratch;
        block.Operations.Copy(magnitude, u);
        block.Operations.Magnitude(magnitude);
        block.Operations.AddNumber(magnitude, Epsilon);
        block.Operations.Scale(n, _kept);
        block.Operations.AtLeast(n, magnitude);
        block.PassOn(m, n, 1 / Correction1);
    }
}
