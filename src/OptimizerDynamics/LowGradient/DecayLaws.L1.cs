namespace OptimizerDynamics;

/// <content>L1, in its two places: coupled by its subgradient (<see cref="AddSign"/>), and proximal
/// (<see cref="SoftThreshold"/>).</content>
public static partial class DecayLaws
{
    /// <summary>Proximal L1, under every optimizer alike: θₜ = sign(θ₀)·max(|θ₀| − λ·t, 0). Exact.</summary>
    /// <param name="initial">θ₀, any finite number.</param>
    /// <param name="lambda">λ in [0, ∞), in the units of θ.</param>
    /// <param name="steps">t, at least 0.</param>
    public static double ProximalL1(double initial, double lambda, double steps) =>
        Math.CopySign(Math.Max(Math.Abs(initial) - lambda * steps, 0), initial);

    /// <summary>Proximal L1 with a schedule: θₜ = sign(θ₀)·max(|θ₀| − λ·Σηᵢ, 0). Exact.</summary>
    /// <param name="initial">θ₀, any finite number.</param>
    /// <param name="lambda">λ in [0, ∞), in the units of θ.</param>
    /// <param name="schedule">η; iteration 0 is the first step in silence.</param>
    /// <param name="steps">t, at least 0.</param>
    /// <param name="runLength">Number of steps of the whole run, for schedules that depend on it; at least 1 there.</param>
    /// <exception cref="ArgumentNullException">There is no schedule.</exception>
    public static double ProximalL1(double initial, double lambda, Schedule schedule, long steps, long runLength)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var sum = 0.0;
        for (long i = 0; i < steps; i++)
            sum += schedule.MultiplierAt(i, runLength);
        return ProximalL1(initial, lambda, sum);
    }

    /// <summary>
    /// Steps until proximal L1 has left a fraction of θ, exactly 0 for the fraction 0: (1 − fraction)·|θ₀|/λ, rounded up.
    /// </summary>
    /// <param name="initial">θ₀, any finite number.</param>
    /// <param name="lambda">λ in [0, ∞): infinitely many steps at 0, unless θ₀ is 0.</param>
    /// <param name="fraction">θ at the end over θ at the start, in [0, 1).</param>
    public static double StepsUnderProximalL1(double initial, double lambda, double fraction = 0) =>
        initial == 0 ? 0 : Math.Ceiling((1 - fraction) * Math.Abs(initial) / lambda);

    /// <summary>
    /// Gradient descent with momentum and coupled L1, from rest, until θ crosses 0: θₜ = θ₀ − αλ/(1 − μ)·(t − μ·(1 − μᵗ)/(1 − μ)). Exact.
    /// </summary>
    /// <remarks>
    /// The gradient is λ·sign(θ₀) in every step, so bₜ = λ·(1 − μᵗ)/(1 − μ), and what θ has lost is its sum. Once the velocity has risen
    /// θ falls by αλ/(1 − μ) a step: a straight line, where L2's decay is in proportion to θ.
    /// </remarks>
    /// <param name="initial">θ₀, any finite number.</param>
    /// <param name="learningRate">α in [0, ∞).</param>
    /// <param name="momentum">μ in [0, 1); 0 for plain gradient descent.</param>
    /// <param name="lambda">λ in [0, ∞).</param>
    /// <param name="steps">t, at least 0.</param>
    public static double MomentumWithL1(double initial, double learningRate, double momentum, double lambda, double steps)
    {
        var risen = momentum * (1 - Math.Pow(momentum, steps)) / (1 - momentum);
        return initial - Sign(initial) * learningRate * lambda / (1 - momentum) * (steps - risen);
    }

    /// <summary>
    /// Coupled L1 under an exponentially forgetting second moment: θₜ₊₁ = θₜ − α·λ·sign(θₜ)/√(v₀·β₂ᵗ⁺¹ + (1 − β₂ᵗ⁺¹)·(σ² + λ²)). Adam's,
    /// RMSProp's, NAdam's, RAdam's.
    /// </summary>
    /// <remarks>
    /// As <see cref="UnderFadingMemory"/>, with a gradient that does not fade with θ. While the memory of v₀ lasts, a step is αλ/√v; it
    /// ends in <see cref="SignDescent"/>, α a step whatever λ, or, where noise remains, in αλ/√(σ² + λ²) a step. The sum of v is that of a
    /// second moment exactly; the first moment is taken to have arrived.
    /// </remarks>
    /// <param name="initial">θ₀, when the silence began; a θ that had diverged by then stays NaN.</param>
    /// <param name="learningRate">α in [0, ∞).</param>
    /// <param name="lambda">λ in [0, ∞).</param>
    /// <param name="secondMoment">v₀, the average of the squared gradient when the silence began, at least 0.</param>
    /// <param name="beta2">β₂ in (0, 1).</param>
    /// <param name="noise">σ, the standard deviation of the noise that remains, at least 0.</param>
    /// <param name="steps">The number of steps, at least 0.</param>
    /// <returns>θ₀ to θ at the last step: one number more than steps.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is below 0.</exception>
    public static double[] L1UnderFadingMemory(
        double initial, double learningRate, double lambda, double secondMoment, double beta2, double noise, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        var thetas = new double[steps + 1];
        thetas[0] = initial;
        for (var t = 1; t <= steps; t++)
        {
            secondMoment = beta2 * secondMoment + (1 - beta2) * (noise * noise + lambda * lambda);
            var step = lambda == 0 ? 0 : learningRate * lambda / Math.Sqrt(secondMoment);
            thetas[t] = thetas[t - 1] - Sign(thetas[t - 1]) * step;
        }

        return thetas;
    }

    /// <summary>
    /// How far from 0 a silent θ gets under coupled L1 in Adam, once it has crossed 0: less than α·(1 + Σ(2β₁ᵏ − 1)), the sum over all k ≥
    /// 1 with 2β₁ᵏ &gt; 1. λ is not in it.
    /// </summary>
    /// <remarks>
    /// The gradient is ±λ, so v̂ is λ² and a step is α·m̂/λ, where m̂/λ averages signs. θ comes to 0 with m̂ = λ, and crosses it by less
    /// than α. From there on the sign has turned, m̂/λ = 2β₁ᵏ − 1 after k more steps, and θ goes on as long as that is above 0. Each
    /// crossing begins with a smaller m̂ than the one before. α for β₁ = 0, 3.43α for 0.9.
    /// </remarks>
    /// <param name="learningRate">α in [0, ∞).</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    public static double SignOvershoot(double learningRate, double beta1)
    {
        var (sum, power) = (1.0, beta1);
        for (; 2 * power > 1; power *= beta1)
            sum += 2 * power - 1;
        return learningRate * sum;
    }

    /// <summary>
    /// What a silent θ under coupled L1 in Adam never keeps below for good: the largest |θ| of its last swing is at least
    /// α·(1 − β₁)/(2·(1 + β₁)). λ is not in it.
    /// </summary>
    /// <remarks>
    /// The fastest swing has another sign in every step. Then m̂/λ alternates between ±(1 − β₁)/(1 + β₁), the fixed point of m ← −(β₁·m −
    /// (1 − β₁)), and so do the steps, of α times that: θ has to be half of it away from 0 at one end at least. Slower swings are larger.
    /// α/2 for β₁ = 0, 0.026α for 0.9. This is why a γ under L1 with Adam does not come to rest at 0: the step does not shrink with θ, nor
    /// with λ.
    /// </remarks>
    /// <param name="learningRate">α in [0, ∞).</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    public static double SmallestSignSwing(double learningRate, double beta1) => learningRate * (1 - beta1) / (2 * (1 + beta1));

    /// <summary>sign(θ) as the rules have it: sign(0) = 0, and NaN passes through, where <see cref="Math.Sign(double)"/> throws.</summary>
    private static double Sign(double theta) => theta > 0 ? 1 : theta < 0 ? -1 : theta;
}
