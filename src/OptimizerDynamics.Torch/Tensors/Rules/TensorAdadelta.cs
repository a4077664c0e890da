namespace OptimizerDynamics.Torch;

/// <summary><see cref="ScaleByAdadelta"/>.</summary>
internal sealed class TensorAdadelta(ScaleByAdadelta rule, TensorOperations operations) : TensorRule
{
    private readonly SquareAverage _square = new(rule.Rho, operations);

    public override void Apply(TensorBlock block)
    {
        var (u, v, d) = (block.Owned(), block.Vector(0), block.Vector(1));
        _square.Update(block, v, u);
        var (ratio, below) = (block.Scratch, block.SecondScratch);
        block.Operations.Copy(ratio, d);
        block.Operations.AddNumber(ratio, rule.Epsilon);
        block.Operations.Copy(below, v);
        block.Operations.AddNumber(below, rule.Epsilon);
        block.Operations.Divide(ratio, below);
        block.Operations.Root(ratio);
        block.Operations.Scale(u, ratio);
        _square.Update(block, d, u);
        block.PassOn(u);
    }

    public override void ApplyPart(TensorBlock part, TensorBlock whole)
    {
        var u = part.Owned();
        part.Operations.Scale(u, whole.Scratch); // where the ratio was left
        part.PassOn(u);
    }
}
