namespace OptimizerDynamics;

/// <summary>What L1 makes of a parameter that falls silent, beside whatever else decays it: when θ comes to 0, and whether it rests there.
/// Simulated; of three that differ in their gradients before the silence, the one in the middle.</summary>
/// <remarks>
/// A half-life says nothing of it: L1 takes an amount in a step, and no share. From θ₀, where nothing else decays, θ is at 0
/// <list type="bullet">
/// <item>under proximal L1 after |θ₀|/(ηλ) steps, whatever the optimizer (<see cref="DecayLaws.StepsUnderProximalL1"/>);</item>
/// <item>under coupled L1 in SGD after |θ₀|·(1 − μ)/(ηαλ), and the time in which the velocity rises
/// (<see cref="DecayLaws.MomentumWithL1"/>);</item>
/// <item>under coupled L1 in Adam after |θ₀|/(ηα), whatever λ, once v has forgotten the gradients
/// (<see cref="DecayLaws.L1UnderFadingMemory"/>).</item>
/// </list>
/// </remarks>
/// <param name="Coupled">λ of coupled L1, at least 0.</param>
/// <param name="Proximal">λ of proximal L1, at least 0.</param>
/// <param name="Start">|θ| when the silence began; it was 1 at the beginning of the run.</param>
/// <param name="Arrival">When θ is 0, or has changed its sign, for the first time since the silence began.</param>
/// <param name="IsAtRest">Whether θ is exactly 0 at the end of what was simulated.</param>
/// <param name="Swing">The largest |θ| in the second half of the time since the arrival; NaN without one.</param>
public sealed record SparsifierFate(
    double Coupled, double Proximal, double Start, FateTime Arrival, bool IsAtRest, double Swing)
{
    private const int Seeds = 3;

    /// <summary>Simulates it, for <see cref="FateSimulation.Longest"/> iterations at most.</summary>
    /// <param name="setting">The setting, without L1.</param>
    /// <param name="coupled">λ of coupled L1, at least 0.</param>
    /// <param name="proximal">λ of proximal L1, at least 0.</param>
    /// <param name="protocol">The run.</param>
    public static SparsifierFate Of(UpdateSetting setting, double coupled, double proximal, FateProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(protocol);
        var chain = Chain.Create([
            new AddSign(coupled), .. setting.Chain, new SoftThreshold(proximal, schedule: setting.Schedule)]);
        var process = protocol.ProcessOf(FateCase.Silent);
        var simulation = new DecaySimulation(
            chain, Enumerable.Range(1, Seeds).Select(seed => new DecayLane(1, process, (ulong)seed)), protocol.Iterations);
        simulation.Run(protocol.Transition);
        var paths = Enumerable.Range(0, Seeds).Select(lane => new List<double> { simulation.Parameters[lane] }).ToArray();
        while (simulation.Step < Math.Min(protocol.Iterations, FateSimulation.Longest))
        {
            simulation.Run(1);
            for (var lane = 0; lane < Seeds; lane++)
                paths[lane].Add(simulation.Parameters[lane]);
        }

        return paths.Select(path => Of(path, coupled, proximal)).OrderBy(fate => fate.Arrival.Iterations).ElementAt(Seeds / 2);
    }

    private static SparsifierFate Of(List<double> path, double coupled, double proximal)
    {
        var fate = new SparsifierFate(
            coupled, proximal, Math.Abs(path[0]), new FateTime(double.PositiveInfinity, FateEnd.NotYet), false, double.NaN);
        var arrival = path.FindIndex(theta => !(theta * path[0] > 0));
        if (!double.IsFinite(path[^1]))
            return fate with { Arrival = new FateTime(double.NaN, FateEnd.Diverged) };
        return arrival < 0 ? fate : fate with
        {
            Arrival = new FateTime(arrival, FateEnd.Reached),
            IsAtRest = path[^1] == 0,
            Swing = path.Skip((arrival + path.Count) / 2).Max(Math.Abs),
        };
    }
}
