namespace OptimizerDynamics;

/// <summary>What has to hold of every optimizer, whatever its rules.</summary>
/// <param name="Name">Its name, a few words.</param>
/// <param name="Statement">The law, a sentence.</param>
/// <param name="Violation">Puts a chain to a run: null where the law holds, else what was found in place of what.</param>
public sealed record OptimizerLaw(string Name, string Statement, Func<Chain, GradientRun, string?> Violation)
{
    /// <summary>Puts a chain to random runs.</summary>
    /// <param name="chain">The optimizer.</param>
    /// <param name="runs">The number of runs, at least 1.</param>
    /// <param name="seed">The seed of the runs.</param>
    /// <returns>The first violation, with the run's number; null where there is none.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="runs"/> is below 1.</exception>
    public string? Check(Chain chain, int runs = 50, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        for (var run = 0; run < runs; run++)
        {
            if (Violation(chain, GradientRun.Random(seed, (ulong)run)) is { } violation)
                return $"{Statement} In run {run} of seed {seed}: {violation}";
        }

        return null;
    }
}
