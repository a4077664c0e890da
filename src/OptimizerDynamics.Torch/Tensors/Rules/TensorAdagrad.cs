namespace OptimizerDynamics.Torch;

/// <summary><see cref="ScaleByAdagrad"/>.</summary>
internal sealed class TensorAdagrad(ScaleByAdagrad rule) : TensorRule
{
    public override void Apply(TensorBlock block)
    {
        var (u, sum) = (block.Incoming(), block.Vector(0));
        block.Operations.AddProduct(sum, u, u, 1);
        var root = block.Scratch;
        block.Operations.Copy(root, sum);
        block.Operations.Root(root);
        block.Operations.AddNumber(root, rule.Epsilon);
        block.PassOn(u, root);
    }

    public override void ApplyPart(TensorBlock part, TensorBlock whole) => part.PassOn(part.Incoming(), whole.Denominator, whole.Factor);
}
