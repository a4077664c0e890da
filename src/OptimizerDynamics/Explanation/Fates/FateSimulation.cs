using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace OptimizerDynamics;

/// <summary>A parameter's fate as it is simulated: the mean of several that differ in their gradients' noise; of silent
/// ones the median, since a mean would mix those that are gone with those that are not.</summary>
public static class FateSimulation
{
    /// <summary>The longest run that is simulated to its end; of a longer one its first so many iterations. Three regularizations of five
    /// cases take a second and a half there on one core.</summary>
    public const long Longest = 200_000;

    /// <summary>How many parameters are simulated of each case; of the silent one, which differ by their past only, a few.</summary>
    private const int Seeds = 9, SilentSeeds = 3;

    /// <summary>θ is looked at so often while its age grows tenfold.</summary>
    private const int LooksPerDecade = 150;

    /// <summary>|θ| from which on it diverges, and below which it is gone for good; it starts at 1.</summary>
    private const double Bounds = 1e6, Gone = 1e-6;

    /// <summary>Simulates some cases.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="cases">The cases, at least one.</param>
    /// <param name="protocol">The run.</param>
    /// <returns>A path for each case: to the end of the run, or to <see cref="Longest"/>.</returns>
    public static ImmutableArray<FatePath> Run(UpdateSetting setting, IReadOnlyList<FateCase> cases, FateProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(protocol);
        var (silent, others) = (cases.Where(IsSilent).ToList(), cases.Where(fate => !IsSilent(fate)).ToList());
        var paths = new Dictionary<FateCase, FatePath>();
        foreach (var together in new[] { silent, others }.Where(some => some.Count > 0))
        {
            foreach (var (fate, path) in together.Zip(Follow(setting, together, protocol)))
                paths[fate] = path;
        }

        return [.. cases.Select(fate => paths[fate])];
    }

    private static bool IsSilent(FateCase fate) => fate.ActiveFraction == 0;

    private static IEnumerable<FatePath> Follow(UpdateSetting setting, List<FateCase> cases, FateProtocol protocol)
    {
        var seeds = cases.TrueForAll(IsSilent) ? SilentSeeds : Seeds;
        var lanes = from seed in Enumerable.Range(1, seeds)
                    from fate in cases
                    select new DecayLane(1, protocol.ProcessOf(fate), (ulong)seed);
        var simulation = new DecaySimulation(setting.Chain, lanes, protocol.Iterations);
        simulation.Run(protocol.Transition);
        var start = simulation.Parameters.ToArray();
        var paths = cases.Select(_ => ImmutableArray.CreateBuilder<FatePoint>()).ToArray();
        var diverged = new bool[cases.Count];
        for (var i = 0; i < cases.Count; i++)
            paths[i].Add(new FatePoint(0, 1, 0));
        var end = Math.Min(protocol.Iterations, Longest) - protocol.Transition;
        foreach (var time in Looks(end))
        {
            simulation.Run(time - (simulation.Step - protocol.Transition));
            for (var i = 0; i < cases.Count; i++)
            {
                if (diverged[i])
                    continue;
                var point = PointOf(simulation.Parameters, start, i, cases, time);
                if (diverged[i] = !double.IsFinite(point.Theta) || Math.Abs(point.Theta) > Bounds)
                    continue;
                paths[i].Add(point);
            }

            // Nothing brings silent parameters back, and numbers next to 0 are slow.
            if (cases.TrueForAll(IsSilent) && Math.Abs(TensorPrimitives.MaxMagnitude(simulation.Parameters)) < Gone)
            {
                foreach (var path in paths.Where((path, i) => !diverged[i] && path[^1].Time < end))
                    path.Add(new FatePoint(end, 0, 0));
                break;
            }
        }

        return paths.Zip(diverged, (points, isDiverged) => new FatePath(points.ToImmutable(), isDiverged));
    }

    private static FatePoint PointOf(
        ReadOnlySpan<double> theta, double[] start, int index, List<FateCase> cases, long time)
    {
        var seeds = theta.Length / cases.Count;
        var values = new double[seeds];
        for (var seed = 0; seed < seeds; seed++)
            values[seed] = theta[seed * cases.Count + index] / start[seed * cases.Count + index];
        Array.Sort(values);
        var median = values[seeds / 2];
        // Without a gradient there is no noise: that some fall sooner than others is no doubt about when.
        if (cases[index].ActiveFraction == 0)
            return new FatePoint(time, median, 0);
        var mean = values.Average();
        for (var seed = 0; seed < seeds; seed++)
            values[seed] = Math.Abs(values[seed] - mean);
        Array.Sort(values);
        return new FatePoint(time, mean, values[seeds / 2]);
    }

    private static IEnumerable<long> Looks(long end)
    {
        for (long time = 1; time < end; time = Math.Max(time + 1, (long)(time * Math.Pow(10, 1.0 / LooksPerDecade))))
            yield return time;
        if (end > 0)
            yield return end;
    }
}
