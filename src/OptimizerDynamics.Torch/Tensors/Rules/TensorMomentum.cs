using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary><see cref="Momentum"/>: b ← μ·b + (1 − τ)·u. Heavy ball passes on b, Nesterov u + μ·b.</summary>
internal sealed class TensorMomentum(Momentum rule, TensorOperations operations) : TensorRule
{
    private readonly Tensor _kept = operations.Constant(rule.Mu);
    private double _taken;

    public override void BeginStep(StepContext context, double[] scalars) => _taken = context.Number == 1 ? 1 : 1 - rule.Dampening;

    public override void Apply(TensorBlock block)
    {
        var b = block.Vector(0);
        if (rule.Nesterov)
        {
            var u = block.Owned();
            block.Operations.Scale(b, _kept);
            block.Operations.Add(b, u, _taken);
            block.Operations.Add(u, b, rule.Mu);
            return;
        }

        block.Operations.Scale(b, _kept);
        block.AddTo(b, _taken);
        block.PassOn(b);
    }
}
