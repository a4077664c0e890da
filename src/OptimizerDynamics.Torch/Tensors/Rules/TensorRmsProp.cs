using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary><see cref="ScaleByRmsProp"/>, plain and centred.</summary>
internal sealed class TensorRmsProp(ScaleByRmsProp rule, TensorOperations operations) : TensorRule
{
    private readonly SquareAverage _square = new(rule.Alpha, operations);
    private readonly Tensor _taken = operations.Weight(1 - rule.Alpha);

    public override void Apply(TensorBlock block)
    {
        var (u, v) = (block.Incoming(), block.Vector(0));
        _square.Update(block, v, u);
        var root = block.Scratch;
        block.Operations.Copy(root, v);
        if (rule.Centered)
        {
            var mean = block.Vector(1);
            block.Operations.Average(mean, u, _taken);
            block.Operations.AddProduct(root, mean, mean, -1);
        }

        block.Operations.Root(root);
        block.Operations.AddNumber(root, rule.Epsilon);
        block.PassOn(u, root);
    }

    public override void ApplyPart(TensorBlock part, TensorBlock whole) => part.PassOn(part.Incoming(), whole.Denominator, whole.Factor);
}
