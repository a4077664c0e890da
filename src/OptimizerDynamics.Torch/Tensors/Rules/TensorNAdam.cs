namespace OptimizerDynamics.Torch;

/// <summary><see cref="ScaleByNAdam"/>, whose numerator a·g + b·m is passed on as a·(g + (b/a)·m).</summary>
internal sealed class TensorNAdam(ScaleByNAdam rule, TensorOperations operations) : TensorMomentRule(rule, operations)
{
    private double _ofGradient, _ofMoment;

    public override void BeginStep(StepContext context, double[] scalars)
    {
        base.BeginStep(context, scalars);
        var (now, next) = (MomentumAt(context.Number), MomentumAt(context.Number + 1));
        scalars[0] *= now;
        _ofGradient = (1 - now) / (1 - scalars[0]); // above 0, because μₜ ≤ β₁ < 1
        _ofMoment = next / (1 - scalars[0] * next);
    }

    public override void Apply(TensorBlock block)
    {
        var (u, m, v) = (block.Owned(), block.Vector(0), block.Vector(1));
        AverageInto(block, m, u);
        AverageSquareInto(block, v, u);
        block.Operations.Add(u, m, _ofMoment / _ofGradient);
        var root = Math.Sqrt(Correction2);
        block.PassOn(u, RootPlus(block, v, Epsilon * root), _ofGradient * root);
    }

    public override void ApplyPart(TensorBlock part, TensorBlock whole)
    {
        var u = part.Owned();
        AverageInto(part, part.Vector(0), u);
        part.Operations.Add(u, part.Vector(0), _ofMoment / _ofGradient);
        part.PassOn(u, whole.Denominator, whole.Factor);
    }

    private double MomentumAt(long t) => rule.Beta1 - 0.5 * rule.Beta1 * Math.Pow(0.96, rule.MomentumDecay * t);
}
