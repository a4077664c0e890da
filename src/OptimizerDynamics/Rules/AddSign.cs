namespace OptimizerDynamics;

/// <summary>u ← u + λ·sign(θ): L1 regularization, coupled, by its subgradient.</summary>
/// <remarks>
/// <code>
/// u ← u + λ·sign(θ),   sign(0) = 0,   sign(NaN) = NaN
/// </code>
/// First in a chain, it adds the subgradient of λ·‖θ‖₁ to the loss gradient: what the code of Network Slimming does to every γ, and the
/// same as the term λ·‖θ‖₁ in the loss, whatever the optimizer. The rules behind it rescale it like the gradient, so that under Adam a
/// silent θ moves by α a step whatever λ (<c>DecayLaws.SignDescent</c>). A subgradient has no exact zeros: a step crosses 0 where
/// |θ| is below its length, and θ then swings about 0 (<c>DecayLaws.SignOvershoot</c>). For exact zeros see
/// <see cref="SoftThreshold"/>.
/// Source: Liu et al. 2017, "Learning efficient convolutional networks through network slimming" (arXiv 1708.06519).
/// </remarks>
public sealed record AddSign : RegularizationRule
{
    /// <summary>Adds λ·sign(θ) to the update.</summary>
    /// <param name="lambda">λ, the strength, in [0, ∞); 0 does nothing.</param>
    /// <param name="kinds">The kinds of parameters that it acts on; γ alone (<see cref="ParameterKinds.NormScale"/>) in Network
    /// Slimming.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is outside its range, or there are no such kinds.</exception>
    public AddSign(double lambda, ParameterKinds kinds = ParameterKinds.All)
        : base(lambda, kinds)
    {
    }

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block)
    {
        if (Kinds == ParameterKinds.All)
        {
            block.Sign(block.Scratch, block.Parameters, block.SecondScratch);
            block.AddScaled(block.Update, block.Incoming, Lambda, block.Scratch); // u ← u + λ·sign(θ)
            return;
        }

        block.Copy(block.Update, block.Incoming);
        foreach (var (start, length) in block.StretchesOf(Kinds))
        {
            var u = block.Update.Slice(start, length);
            var sign = block.Scratch.Slice(start, length);
            block.Sign(sign, block.Parameters.Slice(start, length), block.SecondScratch.Slice(start, length));
            block.AddScaled(u, u, Lambda, sign); // u ← u + λ·sign(θ)
        }
    }
}
