namespace OptimizerDynamics;

/// <summary>u ← u + λ·θ: regularization. What it <em>is</em> depends on where it stands in the chain.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>L2, coupled</term><description><c>AddDecayedWeights(λ) → ScaleByAdam → ScaleByLearningRate(α) → ScaleBySchedule(η)</c>:
/// the decay enters the moments and is rescaled like the gradient.</description></item>
/// <item><term>AdamW as in PyTorch</term><description><c>ScaleByAdam → AddDecayedWeights(λ) → ScaleByLearningRate(α) →
/// ScaleBySchedule(η)</c>:
/// θ shrinks by α·η·λ a step.</description></item>
/// <item><term>weight decay of the paper</term><description><c>ScaleByAdam → ScaleByLearningRate(α) → AddDecayedWeights(λ) →
/// ScaleBySchedule(η)</c>: θ shrinks by η·λ a step, whatever α.</description></item>
/// </list>
/// Source: Loshchilov and Hutter 2019, "Decoupled weight decay regularization" (arXiv 1711.05101).
/// </remarks>
public sealed record AddDecayedWeights : RegularizationRule
{
    /// <summary>Adds λ·θ to the update.</summary>
    /// <param name="lambda">λ, the strength, in [0, ∞); 0 does nothing.</param>
    /// <param name="kinds">The kinds of parameters that decay; all of them, γ and β included, in the paper.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is outside its range, or there are no such kinds.</exception>
    public AddDecayedWeights(double lambda, ParameterKinds kinds = ParameterKinds.All)
        : base(lambda, kinds)
    {
    }

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block)
    {
        if (Kinds == ParameterKinds.All)
        {
            block.AddScaled(block.Update, block.Incoming, Lambda, block.Parameters); // u ← u + λ·θ
            return;
        }

        block.Copy(block.Update, block.Incoming);
        foreach (var (start, length) in block.StretchesOf(Kinds))
        {
            var u = block.Update.Slice(start, length);
            block.AddScaled(u, u, Lambda, block.Parameters.Slice(start, length)); // u ← u + λ·θ
        }
    }
}
