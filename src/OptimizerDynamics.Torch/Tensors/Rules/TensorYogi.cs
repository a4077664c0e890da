namespace OptimizerDynamics.Torch;

/// <summary><see cref="ScaleByYogi"/>: v moves towards u² by a share of u², not of the difference.</summary>
internal sealed class TensorYogi(ScaleByYogi rule, TensorOperations operations) : TensorMomentRule(rule, operations)
{
    private readonly double _taken = 1 - rule.Beta2;

    public override void Apply(TensorBlock block)
    {
        var (u, m, v) = (block.Incoming(), block.Vector(0), block.Vector(1));
        AverageInto(block, m, u);
        var (square, direction) = (block.Scratch, block.SecondScratch);
        block.Operations.Copy(square, u);
        block.Operations.Scale(square, u);
        block.Operations.Copy(direction, v);
        block.Operations.Subtract(direction, square);
        block.Operations.Sign(direction);
        block.Operations.AddProduct(v, direction, square, -_taken);
        PassOnCorrected(block, m, v);
    }
}
