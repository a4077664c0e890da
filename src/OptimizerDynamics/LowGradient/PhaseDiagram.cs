using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>
/// Where regularization kills a silent feature: the time until |θ| is below the threshold, over λ and a property of the gradient, cell by
/// cell.
/// </summary>
/// <remarks>
/// All cells see the same random numbers (see <see cref="GradientProcess"/>), so that neighbours differ by their parameters and not by
/// luck. Cells are the lanes of one vector: 64 × 64 cells over 20,000 iterations take an eighth of a second on one core.
/// </remarks>
public sealed class PhaseDiagram
{
    private readonly double[] _times;

    private PhaseDiagram(Chain chain, ImmutableArray<double> lambdas, ImmutableArray<double> others, long iterations, double[] times) =>
        (Chain, Lambdas, Others, Iterations, _times) = (chain, lambdas, others, iterations, times);

    /// <summary>The optimizer, with a regularization of λ = 1.</summary>
    public Chain Chain { get; }

    /// <summary>λ, column by column.</summary>
    public ImmutableArray<double> Lambdas { get; }

    /// <summary>The other axis, row by row: the noise after the transition, or the fraction of active iterations.</summary>
    public ImmutableArray<double> Others { get; }

    /// <summary>How many iterations were simulated; later deaths are not seen.</summary>
    public long Iterations { get; }

    /// <summary>
    /// Iterations from the transition until |θ| was first below the threshold; infinite when never, NaN when θ diverged before.
    /// </summary>
    /// <param name="column">The index of λ in <see cref="Lambdas"/>.</param>
    /// <param name="row">The index of the other parameter in <see cref="Others"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public double TimeToThreshold(int column, int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Lambdas.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Others.Length);
        return _times[row * Lambdas.Length + column];
    }

    /// <summary>Simulates all cells.</summary>
    /// <param name="chain">The optimizer, with a regularization of λ = 1 (<see cref="DecaySimulation.UnitChain"/>).</param>
    /// <param name="lambdas">λ in [0, ∞), at least one.</param>
    /// <param name="others">The other axis, at least one.</param>
    /// <param name="processOf">The gradient for a value of the other axis; all with the same transition.</param>
    /// <param name="iterations">How many iterations, at least 1.</param>
    /// <param name="seed">The seed that all cells share.</param>
    /// <param name="initialValue">θ before the first iteration, finite.</param>
    /// <param name="threshold">The magnitude below which a feature counts as dead, above 0.</param>
    /// <exception cref="ArgumentException">An axis is empty, or transitions differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static PhaseDiagram Compute(
        Chain chain,
        IEnumerable<double> lambdas,
        IEnumerable<double> others,
        Func<double, GradientProcess> processOf,
        long iterations,
        ulong seed,
        double initialValue = 1,
        double threshold = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(processOf);
        var (columns, rows) = (lambdas.ToImmutableArray(), others.ToImmutableArray());
        var processes = rows.Select(processOf).ToList();
        var lanes = processes.SelectMany(process => columns.Select(lambda => new DecayLane(lambda, process, seed)));
        var simulation = new DecaySimulation(chain, lanes, iterations, initialValue, threshold);
        simulation.Run(iterations);
        return new PhaseDiagram(
            chain, columns, rows, iterations, Array.ConvertAll(simulation.Outcomes(), outcome => outcome.TimeToThreshold));
    }

    /// <summary>Values from one number to another in equal steps of the logarithm, both ends included.</summary>
    /// <param name="from">The first, above 0.</param>
    /// <param name="to">The last, above 0.</param>
    /// <param name="count">The number of values, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static ImmutableArray<double> LogarithmicAxis(double from, double to, int count)
    {
        Interval.Positive.Require(from, nameof(from));
        Interval.Positive.Require(to, nameof(to));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        return [.. Enumerable.Range(0, count).Select(i => i == count - 1 ? to : from * PortableMath.Pow(to / from, i / (count - 1.0)))];
    }
}
