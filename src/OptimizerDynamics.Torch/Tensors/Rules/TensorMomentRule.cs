using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>What Adam's family shares: an average of the update, one of its square, and their bias corrections.</summary>
internal abstract class TensorMomentRule(MomentRule rule, TensorOperations operations) : TensorRule
{
    private readonly Tensor _taken = operations.Weight(1 - rule.Beta1);
    private readonly SquareAverage _square = new(rule.Beta2, operations);

    /// <summary>1 − β₁ᵗ.</summary>
    protected double Correction1 { get; private set; }

    /// <summary>1 − β₂ᵗ.</summary>
    protected double Correction2 { get; private set; }

    protected double Epsilon => rule.Epsilon;

    public override void BeginStep(StepContext context, double[] scalars)
    {
        Correction1 = 1 - Math.Pow(rule.Beta1, context.Number);
        Correction2 = 1 - Math.Pow(rule.Beta2, context.Number);
    }

    /// <summary>The part's own moment over what the rule divides by: what all of the family do but for NAdam.</summary>
    public override void ApplyPart(TensorBlock part, TensorBlock whole)
    {
        AverageInto(part, part.Vector(0), part.Incoming());
        part.PassOn(part.Vector(0), whole.Denominator, whole.Factor);
    }

    /// <summary>m ← β₁·m + (1 − β₁)·x.</summary>
    protected void AverageInto(TensorBlock block, Tensor m, Tensor x) => block.Operations.Average(m, x, _taken);

    /// <summary>v ← β₂·v + (1 − β₂)·x².</summary>
    protected void AverageSquareInto(TensorBlock block, Tensor v, Tensor x) => _square.Update(block, v, x);

    /// <summary>Puts √v + ε into the scratch, and returns that.</summary>
    protected static Tensor RootPlus(TensorBlock block, Tensor v, double epsilon)
    {
        var root = block.Scratch;
        block.Operations.Copy(root, v);
        block.Operations.Root(root);
        block.Operations.AddNumber(root, epsilon);
        return root;
    }

    /// <summary>
    /// Passes on m̂/(√v̂ + ε), the corrections taken out of the vectors: with c₁ = 1 − β₁ᵗ and c₂ = 1 − β₂ᵗ,
    /// (m/c₁) / (√(v/c₂) + ε) = (√c₂/c₁) · m / (√v + ε·√c₂).
    /// </summary>
    protected void PassOnCorrected(TensorBlock block, Tensor m, Tensor v)
    {
        var root = Math.Sqrt(Correction2);
        block.PassOn(m, RootPlus(block, v, Epsilon * root), root / Correction1);
    }
}
