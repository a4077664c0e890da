namespace OptimizerDynamics.LowGradient;

/// <summary>
/// The simulated loss gradient of a feature that falls silent: noise of standard deviation <see cref="NoiseBefore"/> for the first
/// <see cref="Transition"/> iterations, of <see cref="NoiseAfter"/> from then on; and only in a fraction <see cref="ActiveFraction"/> of those later
/// iterations, for a <em>selective</em> feature.
/// </summary>
/// <remarks>
/// gᵢ = σᵢ·zᵢ·[uᵢ &lt; p], with zᵢ ~ N(0, 1) and uᵢ uniform, both from <see cref="CounterRandom"/> at index i; σᵢ and p change at the transition (p = 1
/// before). The defaults are the full article's experiment (Mehta, Kim and Theobalt, CVPR 2019, Figure 4), which is always active. The same seed
/// gives the same z and u whatever σ and p are: cells of a phase diagram differ by their parameters only.
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
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Transition), value, $"Transition = {value} must be at least 0.");
    } = 100;

    /// <summary>The gradient at an iteration.</summary>
    /// <param name="random">The seed's numbers.</param>
    /// <param name="iteration">Counted from 0.</param>
    public double At(CounterRandom random, long iteration)
    {
        var (uniform, normal) = random.At((ulong)iteration);
        return iteration < Transition ? NoiseBefore * normal : uniform < ActiveFraction ? NoiseAfter * normal : 0;
    }
}
