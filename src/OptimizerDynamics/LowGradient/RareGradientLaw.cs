namespace OptimizerDynamics;

/// <summary>
/// Adam (or RMSProp) with L2 on a parameter whose gradients are rare: how many steps until a fraction of it is left, from the first step,
/// with an empty second moment, on.
/// </summary>
/// <remarks>
/// <para>Of a mini-batch's B images each has a gradient N(0, σ²) with probability p, as in <see cref="GradientProcess"/> with a transition
/// at 0. The decay's share of a step is αλθ/√v̂, so that in the mean d ln θ/dt = −αλ·E[1/√(v̂ₜ + aₜ)]: v̂ₜ is what the second moment holds
/// of the images' gradients after t steps, aₜ what it holds of (λθ)².</para>
/// <para>v̂ is shot noise that began at step 0. With k = pB/(1 − β₂), c = (1 − β₂)·σ²/B² and fₜ = β₂ᵗ its Laplace transform is
/// Lₜ(s) = ((1 + √(1 + 2cs·fₜ))/(1 + √(1 + 2cs)))²ᵏ, c divided by 1 − fₜ where the bias is corrected; and
/// E[1/√(v̂ + a)] = 2·π⁻¹ᐟ²·∫e⁻ᵃˣˣ·Lₜ(x²)dx over x from 0 on. For a = 0 and t = ∞ that is the closed form
/// <see cref="DecayLaws.MeanInverseRoot"/>; a bounds it by 1/√a where gradients are so rare that the closed form diverges. For p·B → 0 it
/// is
/// <see cref="DecayLaws.SignDescent"/>.</para>
/// <para>Left out is what the gradients' own steps do to θ, a random walk. It takes θ across a fraction sooner than decay would where
/// half-lives are long (measured, β₂ = 0.99, p = 0.01, B = 1: 23,400 steps instead of 27,900).</para>
/// </remarks>
public sealed record RareGradientLaw
{
    /// <summary>The part by which θ falls in a step of the integration, and by which time grows. A sixteenth of both moves the half-lives
    /// of the plan's grid (<c>experiments/silent-mini-batches</c>) by at most 7 %, where half-lives differ by factors.</summary>
    private const double MostDecay = 0.02, MostTime = 0.08;

    /// <summary>The distance of the nodes of ∫…dx on the axis ln x. With a quarter of it the integral changes by less than 2e-5.</summary>
    private const double Spacing = 0.4;

    /// <summary>Where the integrand begins and ends to count, in units of its two scales.</summary>
    private const double Lowest = 1e-5, Highest = 5;

    /// <summary>λθ/√c beyond which its square, or the square's inverse, is not a double any more: from there on it alone is divided by, and
    /// below the inverse it counts as that.</summary>
    private const double MostRoot = 1e145;

    private static readonly Interval _part = new(0, false, 1, false);
    private static readonly Interval _fraction = new(0, false, 1, true);

    /// <summary>p in (0, 1]: the fraction of images that have a gradient.</summary>
    public required double ActiveFraction { get; init => field = _fraction.Require(value, nameof(ActiveFraction)); }

    /// <summary>B above 0: images in a mini-batch. Any number, for the sake of <see cref="SlowestBatchSize"/>.</summary>
    public required double BatchSize { get; init => field = Interval.Positive.Require(value, nameof(BatchSize)); }

    /// <summary>β₂ in (0, 1).</summary>
    public required double Beta2 { get; init => field = _part.Require(value, nameof(Beta2)); }

    /// <summary>α above 0.</summary>
    public required double LearningRate { get; init => field = Interval.Positive.Require(value, nameof(LearningRate)); }

    /// <summary>λ above 0.</summary>
    public required double Lambda { get; init => field = Interval.Positive.Require(value, nameof(Lambda)); }

    /// <summary>σ of an image's gradient, above 0; 1 by default.</summary>
    public double Noise { get; init => field = Interval.Positive.Require(value, nameof(Noise)); } = 1;

    /// <summary>θ₀ above 0; 1 by default.</summary>
    public double Initial { get; init => field = Interval.Positive.Require(value, nameof(Initial)); } = 1;

    /// <summary>Whether the second moment's bias is corrected, as Adam's is by default, and RMSProp's is not.</summary>
    public bool IsBiasCorrected { get; init; } = true;

    /// <summary>By how much the conditions of the closed forms are met (<see cref="DecayLaws.MeanInverseRoot"/>,
    /// <see cref="DecayLaws.SlowestBatchSize"/>): the smaller of pσ/(λθ₀·√(1 − β₂)) and θ₀·(1 − β₂)/α. They hold where it is far above
    /// 1.</summary>
    /// <remarks>
    /// The first compares √v at the slowest mini-batch, about pσ/√(1 − β₂), with λθ₀: where λθ is as large, it stands in the denominator
    /// itself, and bounds a step by α. The second compares θ₀/α, the steps in which Adam takes θ to 0 where it has no other gradient, with
    /// the memory of v, 1/(1 − β₂): where that is as long, θ may be gone before v knows of any gradient, or has forgotten one.
    /// </remarks>
    public double ClosedFormMargin =>
        Math.Min(ActiveFraction * Noise / (Lambda * Initial * Math.Sqrt(1 - Beta2)), Initial * (1 - Beta2) / LearningRate);

    /// <summary>Steps until |θ| is this part of θ₀; 0.5 gives the half-life.</summary>
    /// <param name="part">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double Steps(double part)
    {
        var left = -Math.Log(_part.Require(part, nameof(part))); // ln(θ/θ at the end)
        var (steps, held, theta) = (0.0, 0.0, Initial); // held: the average of θ² by which v holds (λθ)²
        while (true)
        {
            var fade = Math.Pow(Beta2, steps + 1);
            var filled = IsBiasCorrected ? 1 - fade : 1;
            var now = Beta2 * held + (1 - Beta2) * theta * theta;
            var rate = LearningRate * Lambda * MeanInverseRoot(fade, filled, Lambda * Math.Sqrt(now / filled));
            if (!(rate > 0 && double.IsFinite(rate)))
                return rate > 0 ? steps : rate == 0 ? double.PositiveInfinity : double.NaN;
            var step = Math.Max(1, Math.Min(MostDecay / rate, MostTime * steps));
            if (left <= rate * step)
                return steps + left / rate;
            (steps, left, theta) = (steps + step, left - rate * step, theta * Math.Exp(-rate * step));
            var kept = Math.Pow(Beta2, step);
            held = kept * held + (1 - kept) * theta * theta;
        }
    }

    /// <summary>The mini-batch of 1 or more images with which a part of θ₀ is left latest.</summary>
    /// <remarks>
    /// Between the smaller mini-batches, with which a feature is silent for longer between its images, and the larger ones, with which
    /// their noise averages out. Where <see cref="ClosedFormMargin"/> is large it is <see cref="DecayLaws.SlowestBatchSize"/>, 1.58·(1 −
    /// β₂)/p. Found to 2 %.
    /// </remarks>
    /// <param name="part">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double SlowestBatchSize(double part)
    {
        double At(double logarithm) => (this with { BatchSize = Math.Exp(logarithm) }).Steps(part);
        // Beyond 64 times the larger of the two scales nothing but averaging is left.
        var last = Math.Log(Math.Max(64 * Math.Max(1 - Beta2, LearningRate / Initial) / ActiveFraction, 2));
        const double Octave = 0.7;
        var (best, most) = (0.0, At(0));
        for (var logarithm = Octave; logarithm < last; logarithm += Octave)
        {
            if (At(logarithm) is var steps && steps > most)
                (best, most) = (logarithm, steps);
        }

        var (low, high) = (Math.Max(best - Octave, 0), best + Octave);
        while (high - low > 0.02)
        {
            var (one, two) = (low + 0.382 * (high - low), low + 0.618 * (high - low));
            if (At(one) < At(two))
                low = one;
            else
                high = two;
        }

        return low <= 0 ? 1 : Math.Exp((low + high) / 2);
    }

    /// <summary>E[1/√(v̂ + a)] with the integral's variable on a logarithmic axis, where the rule of equal weights converges as fast as no
    /// other, and in units of √c, so that nothing overflows.</summary>
    private double MeanInverseRoot(double fade, double filled, double decayGradient)
    {
        var (root, shape) = (Math.Sqrt((1 - Beta2) / filled) * Noise / BatchSize, 2 * ActiveFraction * BatchSize / (1 - Beta2));
        var ratio = Math.Max(decayGradient / root, 1 / MostRoot);
        if (ratio > MostRoot)
            return 1 / decayGradient;
        var a = ratio * ratio;
        var mean = shape / 2 * (1 - fade) + a;
        var end = Math.Log(Highest / Math.Sqrt(a));
        var sum = 0.0;
        for (var logarithm = Math.Log(Lowest / Math.Sqrt(mean)); logarithm < end; logarithm += Spacing)
        {
            var x = Math.Exp(logarithm);
            var s = x * x;
            var transform = Math.Pow((1 + Math.Sqrt(1 + 2 * s * fade)) / (1 + Math.Sqrt(1 + 2 * s)), shape);
            sum += x * Math.Exp(-a * s) * transform;
        }

        return sum * Spacing * 2 / Math.Sqrt(Math.PI) / root;
    }
}
