using MathNet.Numerics;

namespace OptimizerDynamics;

/// <content>Gradients that come now and then, in closed form; <see cref="RareGradientLaw"/> goes on where that ends.</content>
public static partial class DecayLaws
{
    /// <summary>
    /// The mean of 1/√v where gradients are rare: E[1/√v] = √(2/c)·2k·Γ(2k − 1)/Γ(2k + ½), with k = pB/(1 − β₂) and c = (1 − β₂)·σ²/B².
    /// Infinite for k ≤ ½.
    /// </summary>
    /// <remarks>
    /// Of a mini-batch's B images each has a gradient N(0, σ²) with probability p, so that its mean moves v by (1 − β₂)·(σz/B)² in a
    /// fraction pB of the steps and lets it fade by β₂ in all: shot noise. Its Laplace transform is E[e⁻ˢᵛ] = ((1 + √(1 + 2cs))/2)⁻²ᵏ, and
    /// E[1/√v] = π⁻¹ᐟ²·∫s⁻¹ᐟ²·E[e⁻ˢᵛ]ds comes down to two beta functions. It holds where two images of one mini-batch seldom have a
    /// gradient at once or k is large, and where β₂ is near 1, in the steady state of v. For many gradients within v's memory, k ≫ 1, it is
    /// the 1/√E[v] = √(B/p)/σ of anybody's first thought: the larger the mini-batch, the larger the share of λθ in a step, as √B. For k ≤ ½
    /// there is no mean: v comes so near to 0 between two gradients that λθ itself is what is divided by, and the parameter dies as if its
    /// gradient were silent.
    /// </remarks>
    /// <param name="activeFraction">p in (0, 1]: the fraction of images that have a gradient.</param>
    /// <param name="batchSize">B, at least 1.</param>
    /// <param name="noise">σ of an image's gradient, above 0.</param>
    /// <param name="beta2">β₂ in (0, 1).</param>
    public static double MeanInverseRoot(double activeFraction, double batchSize, double noise, double beta2)
    {
        var k = activeFraction * batchSize / (1 - beta2);
        return k <= 0.5
            ? double.PositiveInfinity
            : Math.Sqrt(2 / (1 - beta2)) * batchSize / noise * 2 * k * Math.Exp(
                SpecialFunctions.GammaLn(2 * k - 1) - SpecialFunctions.GammaLn(2 * k + 0.5));
    }

    /// <summary>
    /// The mini-batch with which L2 takes longest: B = k·(1 − β₂)/p, where k = 1.58 solves 1/k = ψ(2k + ½) − ψ(2k − 1) and makes the mean
    /// of 1/√v smallest (<see cref="MeanInverseRoot"/>).
    /// </summary>
    /// <remarks>
    /// With smaller mini-batches a feature is silent for longer between its images, and dies by it; with larger ones their noise averages
    /// out, and it dies by that. The paper's claim, that smaller mini-batches kill more, is the first; it needs features to which fewer
    /// than 1.58·(1 − β₂)/B of the images matter, with the paper's β₂ = 0.99 and B = 20 fewer than one in 1,262. It holds where
    /// <see cref="RareGradientLaw.ClosedFormMargin"/> is far above 1, and <see cref="RareGradientLaw.SlowestBatchSize"/> elsewhere.
    /// </remarks>
    /// <param name="activeFraction">p in (0, 1]: the fraction of images that have a gradient.</param>
    /// <param name="beta2">β₂ in (0, 1).</param>
    public static double SlowestBatchSize(double activeFraction, double beta2) => SlowestRate * (1 - beta2) / activeFraction;

    private const double SlowestRate = 1.5845;
}
