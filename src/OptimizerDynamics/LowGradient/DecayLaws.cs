namespace OptimizerDynamics;

/// <summary>
/// What theory says about a parameter θ whose loss gradient is silent: closed forms to draw beside the simulation, which is held to them.
/// </summary>
/// <remarks>
/// <para>α is the learning rate, λ the regularization, μ the momentum, β₂ the memory of the second moment, t the number of steps in
/// silence. Times are in steps of the optimizer; θ and its gradient have no units.</para>
/// <para>The laws are formulas, evaluated as they stand: an argument outside the range that its documentation names gives a number without
/// meaning, NaN or an infinity, and an exception only where one is named.</para>
/// </remarks>
public static partial class DecayLaws
{
    /// <summary>Decoupled weight decay, under every optimizer alike: θₜ = θ₀·(1 − λ)ᵗ. Exact.</summary>
    /// <param name="initial">θ₀, any finite number.</param>
    /// <param name="lambda">λ in [0, 1].</param>
    /// <param name="steps">t, at least 0.</param>
    public static double WeightDecay(double initial, double lambda, double steps) => initial * Math.Pow(1 - lambda, steps);

    /// <summary>Decoupled weight decay with a schedule: θₜ = θ₀·Π(1 − ηᵢ·λ). Exact.</summary>
    /// <param name="initial">θ₀, any finite number.</param>
    /// <param name="lambda">λ in [0, 1].</param>
    /// <param name="schedule">η; iteration 0 is the first step in silence.</param>
    /// <param name="steps">t, at least 0.</param>
    /// <param name="runLength">Number of steps of the whole run, for schedules that depend on it; at least 1 there.</param>
    /// <exception cref="ArgumentNullException">There is no schedule.</exception>
    public static double WeightDecay(double initial, double lambda, Schedule schedule, long steps, long runLength)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var theta = initial;
        for (long i = 0; i < steps; i++)
            theta *= 1 - schedule.MultiplierAt(i, runLength) * lambda;
        return theta;
    }

    /// <summary>Steps until weight decay has left a fraction: ln(fraction)/ln(1 − λ); 0.5 gives the half-life, about 0.69/λ.</summary>
    /// <param name="lambda">λ in [0, 1]: infinitely many steps at 0, one at 1.</param>
    /// <param name="fraction">θ at the end over θ at the start, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    public static double StepsUnderWeightDecay(double lambda, double fraction)
    {
        Interval.Fraction.Require(lambda, nameof(lambda));
        if (!(fraction > 0 && fraction < 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, $"fraction = {fraction} must lie in (0, 1).");
        if (lambda is 0 or 1)
            return lambda == 0 ? double.PositiveInfinity : 1;
        return Math.Log(fraction) / (-2 * Math.Atanh(lambda / (2 - lambda))); // ln(1 − λ), without losing a small λ beside 1
    }

    /// <summary>
    /// Gradient descent with momentum and L2, from rest: θₜ₊₁ = (1 + μ − αλ)·θₜ − μ·θₜ₋₁ with θ₋₁ = θ₀. Exact.
    /// </summary>
    /// <remarks>
    /// bₜ₊₁ = μ·bₜ + λ·θₜ and θₜ₊₁ = θₜ − α·bₜ₊₁; putting bₜ = (θₜ₋₁ − θₜ)/α into the first gives the recurrence, and b₀ = 0 its start. Its
    /// powers are those of the roots of z² − (1 + μ − αλ)·z + μ: real and decaying for αλ &lt; (1 − √μ)², a spiral of radius √μ up to (1 +
    /// √μ)², and beyond 2·(1 + μ) unstable. For αλ ≪ (1 − √μ)² the larger root is about 1 − αλ/(1 − μ): the decay of WD with λ' = αλ/(1 −
    /// μ), which for the paper's α = 0.1, μ = 0.9 is λ itself. Computed as a power of the recurrence's matrix, since the roots' own formula
    /// loses its digits where they meet.
    /// </remarks>
    /// <param name="initial">θ₀, any finite number.</param>
    /// <param name="learningRate">α in [0, ∞).</param>
    /// <param name="momentum">μ in [0, 1); 0 for plain gradient descent.</param>
    /// <param name="lambda">λ in [0, ∞).</param>
    /// <param name="steps">t, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">t is below 0.</exception>
    public static double MomentumWithL2(double initial, double learningRate, double momentum, double lambda, long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        var power = (A: 1.0, B: 0.0, C: 0.0, D: 1.0); // the matrix that takes (θ₀, θ₋₁) to (θₜ, θₜ₋₁)
        var factor = (A: 1 + momentum - learningRate * lambda, B: -momentum, C: 1.0, D: 0.0);
        for (; steps > 0; steps >>= 1, factor = Product(factor, factor))
        {
            if ((steps & 1) != 0)
                power = Product(power, factor);
        }

        return initial * (power.A + power.B);

        static (double A, double B, double C, double D) Product(
            (double A, double B, double C, double D) x, (double A, double B, double C, double D) y) =>
            (x.A * y.A + x.B * y.C, x.A * y.B + x.B * y.D, x.C * y.A + x.D * y.C, x.C * y.B + x.D * y.D);
    }

    /// <summary>
    /// L2 under a rule that divides by the gradient's own magnitude: θₜ = max(θ₀ − α·t, 0), whatever λ. The limit ε → 0 in a gradient that
    /// is λθ alone.
    /// </summary>
    /// <remarks>
    /// Adam, AdaMax, RMSProp and their kin divide an average of the gradient by the root of one of its square, and Lion takes the sign.
    /// When the gradient is λθ, and θ changes little within the averages' memory, both are λ|θ| and the quotient is the sign of θ: each
    /// step is α long, and θ would be gone after θ₀/α steps. λ cancels. (It cancels in AMSGrad and Adagrad too, but those remember the
    /// largest λθ, and all of them: there θ decays ever more slowly.) It is what the paper's claim comes down to: WD needs 0.69/λ steps to
    /// halve θ, this half of θ₀/α: a thousand times fewer for λ = 1e-6 and α = 1e-3.
    /// <para>The line ends where θ is no longer large against α/(1 − β₂), what it loses within the memory of v. From there on v remembers a
    /// larger θ, and fades only as β₂ᵗ: θ approaches 0 more slowly, and crosses it. The paper's Adam, from 1, is below 1e-3 after 1,393
    /// steps instead of 999, with β₂ = 0.999 it crosses 0 after 6,217; Lion, without such a memory, keeps to the line and overshoots by
    /// some hundred steps' length.</para>
    /// </remarks>
    /// <param name="initial">θ₀, at least 0.</param>
    /// <param name="learningRate">α in [0, ∞).</param>
    /// <param name="steps">t, at least 0.</param>
    public static double SignDescent(double initial, double learningRate, double steps) => Math.Max(initial - learningRate * steps, 0);

    /// <summary>
    /// Steps until L2 rules an exponentially forgetting second moment: ln(v₀/(λθ)²)/ln(1/β₂).
    /// </summary>
    /// <remarks>
    /// While the memory of the gradients before the silence is larger than λθ, the denominator is √(v₀·β₂ᵗ), and a step is α·λθ/√v: far
    /// below α. It grows as the memory fades, and reaches α when v₀·β₂ᵗ = (λθ)². From there on it is <see cref="SignDescent"/>, but for
    /// what the steps just before have taken, Σα·β₂ᵏᐟ² = α/(1 − √β₂), some 200 steps' worth for β₂ = 0.99, against which the rest of the
    /// memory then holds back: measured, half of θ is lost 50 to 80 steps earlier than the two laws say together. For Adam of the paper (β₂
    /// = 0.99), v₀ = 1 and λθ = 1e-4 that is 1,833 steps, and λ enters by its logarithm only. For AdaMax, whose maximum fades as n₀·β₂ᵗ,
    /// take v₀ = n₀² and β₂².
    /// </remarks>
    /// <param name="decayGradient">λ·|θ|, above 0.</param>
    /// <param name="secondMoment">v₀, the average of the squared gradient when the silence began; not below (λθ)².</param>
    /// <param name="beta2">β₂ in (0, 1).</param>
    public static double StepsUntilDecayRules(double decayGradient, double secondMoment, double beta2) =>
        Math.Log(secondMoment / (decayGradient * decayGradient)) / -Math.Log(beta2);

    /// <summary>
    /// L2 under an exponentially forgetting second moment, all the way: θₜ₊₁ = θₜ − α·λθₜ/√(v₀·β₂ᵗ⁺¹ + σ² + (λθₜ)²). Adam's, RMSProp's,
    /// NAdam's, RAdam's.
    /// </summary>
    /// <remarks>
    /// Once the gradient is silent the second moment is what is left of v₀, plus an average of the squares since then, which are (λθ)² and
    /// the variance σ² of the noise that remains. The average is taken to have arrived where its terms are, for θ changes little within its
    /// memory; the first moment likewise. What is left is a recurrence in θ alone, which bends from the slow decay of
    /// <see cref="StepsWhileMemoryFades"/> into the straight line of <see cref="SignDescent"/>, or, where σ ≫ λθ, into an exponential of
    /// αλ/σ a step. Half-lives of the paper's protocol come out within 2 % in the median (λ = 1e-5 to 1e-3; Adam, RMSProp, NAdam, RAdam)
    /// and 5 % in every seed. Near zero it has the fault of the straight line.
    /// </remarks>
    /// <param name="initial">θ₀, when the silence began; any finite number.</param>
    /// <param name="learningRate">α in [0, ∞).</param>
    /// <param name="lambda">λ in [0, ∞).</param>
    /// <param name="secondMoment">v₀, the average of the squared gradient when the silence began, at least 0.</param>
    /// <param name="beta2">β₂ in (0, 1).</param>
    /// <param name="noise">σ, the standard deviation of the noise that remains, at least 0.</param>
    /// <param name="steps">The number of steps, at least 0.</param>
    /// <returns>θ₀ to θ at the last step: one number more than steps.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is below 0.</exception>
    public static double[] UnderFadingMemory(
        double initial, double learningRate, double lambda, double secondMoment, double beta2, double noise, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        var thetas = new double[steps + 1];
        thetas[0] = initial;
        for (var t = 1; t <= steps; t++)
        {
            secondMoment *= beta2;
            var gradient = lambda * thetas[t - 1];
            var root = Math.Sqrt(secondMoment + noise * noise + gradient * gradient);
            thetas[t] = thetas[t - 1] - (gradient == 0 ? 0 : learningRate * gradient / root);
        }

        return thetas;
    }

    /// <summary>
    /// The effective decay rate of L2 under an exponentially forgetting second moment, after some steps in silence:
    /// αλ/√(v₀·β₂ᵗ + σ² + (λθ)²). What decay takes of θ in a step of <see cref="UnderFadingMemory"/>.
    /// </summary>
    /// <remarks>
    /// Of a busy parameter, in whose steps a gradient is large against λθ, it is αλ·E[1/√v] instead (<see cref="MeanInverseRoot"/>): about
    /// αλ/σ. So silence raises the rate from αλ/σ to α/|θ|, whatever λ. Under weight decay it is λ for both, and under L2 in gradient
    /// descent what <see cref="DecayRate.PerStep"/> says; each times the schedule's multiplier.
    /// </remarks>
    /// <param name="learningRate">α in [0, ∞).</param>
    /// <param name="lambda">λ in [0, ∞).</param>
    /// <param name="theta">θ as it is, any finite number.</param>
    /// <param name="secondMoment">v₀, the average of the squared gradient when the silence began, at least 0.</param>
    /// <param name="beta2">β₂ in (0, 1).</param>
    /// <param name="noise">σ, the standard deviation of the noise that remains, at least 0.</param>
    /// <param name="steps">t, at least 0.</param>
    public static double RateUnderFadingMemory(
        double learningRate, double lambda, double theta, double secondMoment, double beta2, double noise, double steps) =>
        learningRate * lambda
            / Math.Sqrt(secondMoment * Math.Pow(beta2, steps) + noise * noise + lambda * theta * (lambda * theta));

    /// <summary>
    /// L2 while the memory of earlier gradients is what it is divided by: θₜ = θ₀·exp(−(2αλ/(k·√v₀))·(eᵏᵗᐟ² − 1)) with k = ln(1/β₂).
    /// </summary>
    /// <remarks>
    /// With a denominator √(v₀·β₂ᵗ) a step takes αλ/√v₀·eᵏᵗᐟ² of θ; the exponent is their sum. θ stays where it is, and then falls faster
    /// than any exponential. The whole story for AdaBelief, whose second moment does not see a steady λθ, and for AdaMax until λθ is the
    /// largest; for others as long as λθ and the noise that remains are small against the memory (<see cref="UnderFadingMemory"/>
    /// continues from there). For AdaMax, whose maximum fades as n₀·β₂ᵗ, take v₀ = n₀² and β₂².
    /// </remarks>
    /// <param name="initial">θ₀, when the silence began; any finite number.</param>
    /// <param name="learningRate">α in (0, ∞).</param>
    /// <param name="lambda">λ in [0, ∞).</param>
    /// <param name="secondMoment">v₀, the average of the squared gradient when the silence began, above 0.</param>
    /// <param name="beta2">β₂ in (0, 1).</param>
    /// <param name="steps">t, at least 0.</param>
    public static double WhileMemoryFades(
        double initial, double learningRate, double lambda, double secondMoment, double beta2, double steps)
    {
        var rate = -Math.Log(beta2) / 2;
        return initial * Math.Exp(-learningRate * lambda / (rate * Math.Sqrt(secondMoment)) * (Math.Exp(rate * steps) - 1));
    }

    /// <summary>
    /// Steps until L2 has left a fraction f, by <see cref="WhileMemoryFades"/>: (2/k)·ln(1 + ln(1/f)·√v₀·k/(2αλ)) with k = ln(1/β₂).
    /// </summary>
    /// <remarks>
    /// This is why L2 in an adaptive rule hardly knows λ: λ stands in a logarithm, where weight decay's 0.69/λ has it in a denominator. A
    /// hundred times less λ costs Adam (β₂ = 0.99) 920 steps more; and it is the larger β₂ that makes it slow, not the smaller λ. A lower
    /// bound where λθ and the noise that remains join the denominator.
    /// </remarks>
    /// <param name="learningRate">α in (0, ∞).</param>
    /// <param name="lambda">λ in (0, ∞).</param>
    /// <param name="secondMoment">v₀, the average of the squared gradient when the silence began, above 0.</param>
    /// <param name="beta2">β₂ in (0, 1).</param>
    /// <param name="fraction">f, what is left, in (0, 1); 0.5 for the half-life.</param>
    public static double StepsWhileMemoryFades(double learningRate, double lambda, double secondMoment, double beta2, double fraction)
    {
        var forgetting = -Math.Log(beta2);
        return 2 / forgetting * Math.Log(1 - Math.Log(fraction) * Math.Sqrt(secondMoment) * forgetting / (2 * learningRate * lambda));
    }

    /// <summary>
    /// L2 under a denominator that does not forget: θₜ = θ₀·(1 − αλ/√v)ᵗ. AMSGrad's, whose maximum stays, and Adagrad's, whose sum does,
    /// after gradients that were large against λθ.
    /// </summary>
    /// <remarks>
    /// Here the claim that L2 outpaces WD fails: with √v = 1 and α = 1e-3 such a rule decays a thousand times more slowly than WD of the
    /// same λ. For Adagrad √v is the root of the sum of squares, which grows with every step before the silence.
    /// </remarks>
    /// <param name="initial">θ₀, any finite number.</param>
    /// <param name="learningRate">α in [0, ∞).</param>
    /// <param name="lambda">λ in [0, ∞).</param>
    /// <param name="root">√v, in (0, ∞).</param>
    /// <param name="steps">t, at least 0.</param>
    public static double UnderFrozenDenominator(double initial, double learningRate, double lambda, double root, double steps) =>
        initial * Math.Pow(1 - learningRate * lambda / root, steps);

    /// <summary>The largest √v with which L2 leaves no more than a fraction f of θ under a denominator that does not forget:
    /// αλ/(1 − f¹ᐟᵗ), about αλt/ln(1/f) (<see cref="UnderFrozenDenominator"/> solved for √v).</summary>
    /// <remarks>
    /// A rule that does not forget kills all the same where the gradients that it remembers were small: with AMSGrad's α = 1e-3 over the
    /// paper's 321,875 whole steps, and f = 1e-3, where they were below 47·λ.
    /// </remarks>
    /// <param name="learningRate">α above 0.</param>
    /// <param name="lambda">λ above 0.</param>
    /// <param name="steps">t, above 0: steps at the whole learning rate, and those at a tenth of it as tenths.</param>
    /// <param name="fraction">f in (0, 1).</param>
    public static double LargestFrozenRoot(double learningRate, double lambda, double steps, double fraction) =>
        learningRate * lambda / (1 - Math.Pow(fraction, 1 / steps));
}
