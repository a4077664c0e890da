using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary><see cref="ScaleByLion"/>: the sign of a blend of moment and update.</summary>
internal sealed class TensorLion(ScaleByLion rule, TensorOperations operations) : TensorRule
{
    private readonly Tensor _takenByBlend = operations.Weight(1 - rule.Beta1);
    private readonly Tensor _takenByMoment = operations.Weight(1 - rule.Beta2);

    public override void Apply(TensorBlock block)
    {
        var (u, m) = (block.Incoming(), block.Vector(0));
        var blend = block.Scratch;
        block.Operations.Copy(blend, m);
        block.Operations.Average(blend, u, _takenByBlend);
        block.Operations.Sign(blend);
        block.Operations.Average(m, u, _takenByMoment);
        block.SwapUpdateAndScratch();
        block.PassOn(blend);
    }
}
