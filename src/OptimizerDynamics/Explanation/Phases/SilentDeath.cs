namespace OptimizerDynamics;

/// <summary>When a silent parameter is gone under a setting: by the law where there is one, and by simulation.</summary>
/// <param name="iterations">N, the length of the run.</param>
/// <param name="noise">σ, the gradient's standard deviation before the silence.</param>
internal sealed class SilentDeath(long iterations, double noise)
{
    private const int Seeds = 3, Looks = 50;

    /// <summary>How much longer the steps of the law's integration are in a diagram.</summary>
    private const double CoarseSteps = 5;

    /// <summary>Whether the whole run can be simulated.</summary>
    public bool CanSimulate => iterations <= FateSimulation.Longest;

    /// <summary>When θ is below the threshold, by the law; null where there is none.</summary>
    public FateTime? ByLaw(UpdateSetting setting) =>
        FateLaw.Of(setting, FateCase.Silent, FateProtocol.Of(setting, iterations, noise))?.TimeTo(FateProtocol.Threshold);

    /// <summary>The same, right to some percent: for a cell of a diagram.</summary>
    public FateTime? BySketch(UpdateSetting setting) =>
        FateLaw.Of(setting, FateCase.Silent, FateProtocol.Of(setting, iterations, noise), CoarseSteps)?.TimeTo(FateProtocol.Threshold);

    /// <summary>The same by simulation: the median of a few seeds.</summary>
    public FateTime BySimulation(UpdateSetting setting) => BySimulation(setting, [1])[0];

    /// <summary>The same for several strengths of decay at once.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="factors">What multiplies its decay.</param>
    /// <param name="seeds">How many parameters are simulated of each.</param>
    public FateTime[] BySimulation(UpdateSetting setting, IReadOnlyList<double> factors, int seeds = Seeds)
    {
        var protocol = FateProtocol.Of(setting, iterations, noise);
        var lanes = from seed in Enumerable.Range(1, seeds)
                    from factor in factors
                    select new DecayLane(factor, protocol.ProcessOf(FateCase.Silent), (ulong)seed);
        var simulation = new DecaySimulation(setting.Chain, lanes, iterations, threshold: FateProtocol.Threshold);
        var outcomes = simulation.Outcomes();
        // A parameter that is gone is of no more interest, and numbers next to 0 are slow.
        for (var look = 1; look <= Looks && Array.Exists(outcomes, outcome => double.IsPositiveInfinity(outcome.TimeToThreshold)); look++)
        {
            simulation.Run((look == Looks ? iterations : iterations / Looks * look) - simulation.Step);
            outcomes = simulation.Outcomes();
        }

        return [.. Enumerable.Range(0, factors.Count).Select(i => Median(
            [.. Enumerable.Range(0, seeds).Select(seed => outcomes[seed * factors.Count + i].TimeToThreshold)]))];
    }

    /// <summary>What becomes of it, by the law, or else by simulation; null where neither can tell.</summary>
    public FateEnd? EndOf(UpdateSetting setting) =>
        ByLaw(setting) is { } time ? time.End
        : CanSimulate ? BySimulation(setting).End
        : null;

    /// <summary>The most trustworthy answer: simulated where it can be.</summary>
    public (FateTime Time, bool IsSimulated)? Answer(UpdateSetting setting) =>
        CanSimulate ? (BySimulation(setting), true) : ByLaw(setting) is { } time ? (time, false) : null;

    private static FateTime Median(double[] times)
    {
        if (times.Any(double.IsNaN))
            return new FateTime(double.NaN, FateEnd.Diverged);
        Array.Sort(times);
        var median = times[times.Length / 2];
        return new FateTime(median, double.IsFinite(median) ? FateEnd.Reached : FateEnd.NotYet);
    }
}
