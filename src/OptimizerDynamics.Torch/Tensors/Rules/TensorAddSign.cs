namespace OptimizerDynamics.Torch;

/// <summary><see cref="AddSign"/>: λ times the sign of θ, times the mask where there is one.</summary>
internal sealed class TensorAddSign(double lambda, int? mask) : TensorRule
{
    public override void Apply(TensorBlock block)
    {
        if (mask is not { } index)
            return;
        var u = block.Owned();
        block.Operations.Copy(block.Scratch, block.Parameters);
        block.Operations.Sign(block.Scratch);
        if (block.Mask(index) is { } ofKinds)
            block.Operations.AddProduct(u, block.Scratch, ofKinds, lambda);
        else
            block.Operations.Add(u, block.Scratch, lambda);
    }
}
