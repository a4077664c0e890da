namespace OptimizerDynamics;

/// <summary>
/// The simulated loss gradient of a feature that falls silent: noise of standard deviation <see cref="NoiseBefore"/> for the first
/// <see cref="Transition"/> iterations, of <see cref="NoiseAfter"/> from then on; and only in a fraction <see cref="ActiveFraction"/> of
/// those later iterations, for a <em>selective</em> feature. With <see cref="BatchSize"/> images in a mini-batch all of this is said of an
/// image, and the gradient is the mini-batch's mean.
/// </summary>
/// <remarks>
/// gᵢ = σᵢ·zᵢ·[uᵢ &lt; p], with zᵢ ~ N(0, 1) and uᵢ uniform, both from <see cref="CounterRandom"/> at index i; σᵢ and p change at the
/// transition (p = 1 before). With B images in a mini-batch gᵢ = σᵢ·zᵢ·√nᵢ/B, where nᵢ, the number of images that have a gradient, is the
/// binomial distribution's quantile (B images, p) at 1 − uᵢ: for B = 1 the same as before. The defaults are the full article's experiment
/// (Mehta, Kim and Theobalt, CVPR 2019, Figure 4), which is always active. The same seed gives the same z and u whatever σ and p are: cells
/// of a phase diagram differ by their parameters only.
/// </remarks>
public sealed record GradientProcess
{
    /// <summary>σ before the transition, in [0, ∞); 1 in the paper.</summary>
    public double NoiseBefore { get; init => field = Interval.NonNegative.Require(value, nameof(NoiseBefore)); } = 1;

    /// <summary>σ from the transition on, in [0, ∞); 1e-5 in the paper.</summary>
    public double NoiseAfter { get; init => field = Interval.NonNegative.Require(value, nameof(NoiseAfter)); } = 1e-5;

    /// <summary>p: the fraction of iterations, from the transition on, in which there is a gradient; in [0, 1], 1 in the paper.</summary>
    public double ActiveFraction { get; init => field = Interval.Fraction.Require(value, nameof(ActiveFraction)); } = 1;

    /// <summary>How many iterations come before the transition, at least 0; 100 in the paper.</summary>
    public long Transition
    {
        get;
        init =>
            field = value >= 0
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Transition), value, $"Transition = {value} must be at least 0.");
    } = 100;

    /// <summary>
    /// B: how many images a mini-batch has, whose gradients are independent of each other; at least 1. With 1, σ and p are those of the
    /// iteration.
    /// </summary>
    public int BatchSize
    {
        get;
        init =>
            field = value >= 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(BatchSize), value, $"BatchSize = {value} must be at least 1.");
    } = 1;

    /// <summary>The gradient at an iteration.</summary>
    /// <param name="random">The seed's numbers.</param>
    /// <param name="iteration">Counted from 0.</param>
    public double At(CounterRandom random, long iteration)
    {
        var (uniform, normal) = random.At((ulong)iteration);
        return Drawn(uniform, normal, iteration, new ActiveImageCount(this));
    }

    /// <summary>The gradient at an iteration with those numbers.</summary>
    /// <param name="uniform">The one that says whether, or in how many images, there is a gradient.</param>
    /// <param name="normal">The one that says how large it is.</param>
    /// <param name="iteration">Counted from 0.</param>
    /// <param name="active">The distribution of this process, made once for many gradients.</param>
    internal double Drawn(double uniform, double normal, long iteration, in ActiveImageCount active)
    {
        if (BatchSize > 1)
            return iteration < Transition
                ? NoiseBefore * normal / Math.Sqrt(BatchSize)
                : NoiseAfter * normal * Math.Sqrt(active.At(uniform)) / BatchSize;
        return iteration < Transition ? NoiseBefore * normal : uniform < ActiveFraction ? NoiseAfter * normal : 0;
    }
}
