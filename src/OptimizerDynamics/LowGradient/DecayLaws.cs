using System.Numerics;

namespace OptimizerDynamics.LowGradient;

/// <summary>
/// What theory says about a parameter θ whose loss gradient is silent: closed forms to draw beside the simulation, which is held to them.
/// </summary>
/// <remarks>
/// α is the learning rate, λ the regularization, μ the momentum, β₂ the memory of the second moment, t the number of steps in silence.
/// </remarks>
public static class DecayLaws
{
    /// <summary>Decoupled weight decay, under every optimizer alike: θₜ = θ₀·(1 − λ)ᵗ. Exact.</summary>
    /// <param name="initial">θ₀.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="steps">t.</param>
    public static double WeightDecay(double initial, double lambda, double steps) => initial * Math.Pow(1 - lambda, steps);

    /// <summary>Decoupled weight decay with a schedule: θₜ = θ₀·Π(1 − ηᵢ·λ). Exact.</summary>
    /// <param name="initial">θ₀.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="schedule">η.</param>
    /// <param name="steps">t.</param>
    /// <param name="runLength">Number of steps of the whole run, for schedules that depend on it.</param>
    public static double WeightDecay(double initial, double lambda, Schedule schedule, long steps, long runLength)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var theta = initial;
        for (long i = 0; i < steps; i++)
            theta *= 1 - schedule.MultiplierAt(i, runLength) * lambda;
        return theta;
    }

    /// <summary>Steps until weight decay has left a fraction: ln(fraction)/ln(1 − λ); 0.5 gives the half-life, about 0.69/λ.</summary>
    /// <param name="lambda">λ.</param>
    /// <param name="fraction">What is left, in (0, 1].</param>
    public static double StepsUnderWeightDecay(double lambda, double fraction) => Math.Log(fraction) / Math.Log(1 - lambda);

    /// <summary>
    /// Gradient descent with momentum and L2, from rest: θₜ₊₁ = (1 + μ − αλ)·θₜ − μ·θₜ₋₁ with θ₋₁ = θ₀. Exact.
    /// </summary>
    /// <remarks>
    /// bₜ₊₁ = μ·bₜ + λ·θₜ and θₜ₊₁ = θₜ − α·bₜ₊₁; putting bₜ = (θₜ₋₁ − θₜ)/α into the first gives the recurrence, and b₀ = 0 its start. With the roots
    /// r₁, r₂ of z² − (1 + μ − αλ)·z + μ the solution is θₜ = A·r₁ᵗ + B·r₂ᵗ, A = θ₀·r₁·(1 − r₂)/(r₁ − r₂) and B likewise. For αλ ≪ (1 − √μ)² the
    /// larger root is about 1 − αλ/(1 − μ): the decay of WD with λ' = αλ/(1 − μ), which for the paper's α = 0.1, μ = 0.9 is λ itself.
    /// Where the roots meet, at αλ = (1 − √μ)², the quotient is its limit.
    /// </remarks>
    /// <param name="initial">θ₀.</param>
    /// <param name="learningRate">α.</param>
    /// <param name="momentum">μ in [0, 1); 0 for plain gradient descent.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="steps">t, at least 0.</param>
    public static double MomentumWithL2(double initial, double learningRate, double momentum, double lambda, long steps)
    {
        var middle = (1 + momentum - learningRate * lambda) / 2;
        var root = Complex.Sqrt(middle * middle - momentum);
        var (first, second) = (middle + root, middle - root);
        if (root.Magnitude < 1e-9) // the limit: (r₁ᵗ⁺¹ − r₂ᵗ⁺¹)/(r₁ − r₂) → (t + 1)·rᵗ
            return initial * ((steps + 1) * Math.Pow(middle, steps) - momentum * steps * Math.Pow(middle, steps - 1));

        // A·r₁ᵗ + B·r₂ᵗ with r₁·r₂ = μ: [r₁ᵗ⁺¹ − r₂ᵗ⁺¹ − μ·(r₁ᵗ − r₂ᵗ)]/(r₁ − r₂).
        Complex Difference(long power) => Complex.Pow(first, power) - Complex.Pow(second, power);
        return (initial * (Difference(steps + 1) - momentum * Difference(steps)) / (2 * root)).Real;
    }

    /// <summary>
    /// L2 under a rule that divides by the gradient's own magnitude: θₜ = max(θ₀ − α·t, 0), whatever λ. The limit ε → 0 in a gradient that is λθ alone.
    /// </summary>
    /// <remarks>
    /// Adam, AdaMax, RMSProp and their kin divide an average of the gradient by the root of one of its square, and Lion takes the sign. When the gradient
    /// is λθ, and θ changes little within the averages' memory, both are λ|θ| and the quotient is the sign of θ: each step is α long, and θ is gone after
    /// θ₀/α steps. λ cancels. (It cancels in AMSGrad and Adagrad too, but those remember the largest λθ, and all of them: there θ decays ever more
    /// slowly.) It is what the paper's claim comes down to: WD needs 0.69/λ steps to halve θ, this half of θ₀/α: a thousand times fewer for λ = 1e-6
    /// and α = 1e-3. Near 0 the averages remember a larger θ, and the parameter overshoots by some steps' length.
    /// </remarks>
    /// <param name="initial">θ₀, at least 0.</param>
    /// <param name="learningRate">α.</param>
    /// <param name="steps">t.</param>
    public static double SignDescent(double initial, double learningRate, double steps) => Math.Max(initial - learningRate * steps, 0);

    /// <summary>
    /// Steps until L2 rules an exponentially forgetting second moment: ln(v₀/(λθ)²)/ln(1/β₂).
    /// </summary>
    /// <remarks>
    /// While the memory of the gradients before the silence is larger than λθ, the denominator is √(v₀·β₂ᵗ), and a step is α·λθ/√v: far below α. It grows
    /// as the memory fades, and reaches α when v₀·β₂ᵗ = (λθ)². From there on <see cref="SignDescent"/> holds. For Adam of the paper (β₂ = 0.99), v₀ = 1
    /// and λθ = 1e-4 that is 1,833 steps, and λ enters by its logarithm only. For AdaMax, whose maximum fades as n₀·β₂ᵗ, take v₀ = n₀² and β₂².
    /// </remarks>
    /// <param name="decayGradient">λ·|θ|, above 0.</param>
    /// <param name="secondMoment">v₀, the average of the squared gradient when the silence began; not below (λθ)².</param>
    /// <param name="beta2">β₂ in (0, 1).</param>
    public static double StepsUntilDecayRules(double decayGradient, double secondMoment, double beta2) =>
        Math.Log(secondMoment / (decayGradient * decayGradient)) / -Math.Log(beta2);

    /// <summary>
    /// L2 under a denominator that does not forget: θₜ = θ₀·(1 − αλ/√v)ᵗ. AMSGrad's, whose maximum stays, and Adagrad's, whose sum does, after gradients
    /// that were large against λθ.
    /// </summary>
    /// <remarks>
    /// Here the claim that L2 outpaces WD fails: with √v = 1 and α = 1e-3 such a rule decays a thousand times more slowly than WD of the same λ. For
    /// Adagrad √v is the root of the sum of squares, which grows with every step before the silence.
    /// </remarks>
    /// <param name="initial">θ₀.</param>
    /// <param name="learningRate">α.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="root">√v, above 0.</param>
    /// <param name="steps">t.</param>
    public static double UnderFrozenDenominator(double initial, double learningRate, double lambda, double root, double steps) =>
        initial * Math.Pow(1 - learningRate * lambda / root, steps);
}
