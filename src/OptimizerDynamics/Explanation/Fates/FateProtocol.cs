namespace OptimizerDynamics;

/// <summary>The run in which a parameter's fate is followed: it is busy for a while, and then has a gradient only now and then.</summary>
/// <remarks>
/// Before the silence its gradient is N(0, σ²) in every mini-batch, long enough for the second moment to have seen it; afterwards in a
/// fraction p of them. θ starts at 1, and times count from the silence.
/// </remarks>
/// <param name="Iterations">N, the length of the run, at least 1.</param>
/// <param name="Noise">σ, the gradient's standard deviation where there is one, above 0, in units of θ's own start.</param>
/// <param name="Transition">T, the iterations before the silence, at least 0 and below N.</param>
public sealed record FateProtocol(long Iterations, double Noise, long Transition)
{
    /// <summary>
    /// The magnitude, as a fraction of θ when the silence began, below which a parameter counts as gone: the paper's for γ.
    /// </summary>
    public const double Threshold = 1e-3;

    /// <summary>How many multiples of the second moment's memory a parameter is busy before it falls silent: e⁻⁵ of v is missing
    /// then.</summary>
    private const double Memories = 5;

    private const long PaperTransition = 100, SmallestShare = 10;

    /// <summary>N − T: how many iterations there are after the silence began.</summary>
    public long Silence => Iterations - Transition;

    /// <summary>The run of a setting: T is 5/(1 − β₂), at least the paper's 100 iterations, and at most a tenth of the run.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="iterations">N, at least 1.</param>
    /// <param name="noise">σ, above 0.</param>
    public static FateProtocol Of(UpdateSetting setting, long iterations, double noise = 1)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        Interval.Positive.Require(noise, nameof(noise));
        var memory = setting.Values.TryGetValue("beta2", out var beta2) ? beta2
            : setting.Values.TryGetValue("alpha", out var alpha) ? alpha : 0;
        var wanted = Math.Max(PaperTransition, Math.Ceiling(Memories / (1 - memory)));
        return new FateProtocol(iterations, noise, (long)Math.Min(wanted, iterations / SmallestShare));
    }

    /// <summary>The gradient of a case.</summary>
    /// <param name="fate">The case.</param>
    public GradientProcess ProcessOf(FateCase fate)
    {
        ArgumentNullException.ThrowIfNull(fate);
        return new GradientProcess
        {
            NoiseBefore = Noise,
            NoiseAfter = fate.ActiveFraction == 0 ? 0 : Noise,
            ActiveFraction = fate.ActiveFraction,
            Transition = Transition,
        };
    }
}

/// <summary>How often a parameter has a gradient.</summary>
/// <param name="Name">What it is called: <c>silent</c>, <c>1 in 100</c>, <c>busy</c>.</param>
/// <param name="ActiveFraction">p, the fraction of mini-batches that give it one, in [0, 1].</param>
public sealed record FateCase(string Name, double ActiveFraction)
{
    /// <summary>Silent for good, active in 1 of 1,000, 100 and 10 mini-batches, and in every one.</summary>
    public static IReadOnlyList<FateCase> All { get; } =
        [new("silent", 0), new("1 in 1,000", 1e-3), new("1 in 100", 0.01), new("1 in 10", 0.1), new("busy", 1)];

    /// <summary>The one without a gradient.</summary>
    public static FateCase Silent => All[0];
}
