namespace OptimizerDynamics.Torch;

/// <summary><see cref="AddDecayedWeights"/>: a term of what is passed on, computed where its numbers are needed.</summary>
internal sealed class TensorDecayedWeights(double lambda, int? mask) : TensorRule
{
    public override void Apply(TensorBlock block)
    {
        if (mask is { } index)
            block.AddDecay(index, lambda);
    }
}
