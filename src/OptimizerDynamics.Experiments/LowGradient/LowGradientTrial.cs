using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>A trial of the low-gradient experiment: one optimizer, one regularization of one λ, one gradient process, many seeds.</summary>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Settings">All of its settings but <c>l2</c> and <c>weightDecay</c>, defaults written out.</param>
/// <param name="Regularization">Whether λθ enters the gradient (L2), the step (weight decay) or nothing.</param>
/// <param name="Lambda">λ; 0 without regularization.</param>
/// <param name="Process">The gradient.</param>
/// <param name="InitialValue">θ before the first iteration.</param>
/// <param name="Iterations">The number of iterations, above the transition.</param>
/// <param name="Threshold">The magnitude below which the parameter counts as gone.</param>
/// <param name="Schedule">The schedule multiplier.</param>
/// <param name="Seeds">The seeds, each a run of its own.</param>
public sealed record LowGradientTrial(
    NamedOptimizer Optimizer,
    ImmutableSortedDictionary<string, double> Settings,
    Regularization Regularization,
    double Lambda,
    GradientProcess Process,
    double InitialValue,
    long Iterations,
    double Threshold,
    Schedule Schedule,
    ImmutableArray<long> Seeds) : IStudyTrial
{
    /// <summary>The kind, in study files and specifications.</summary>
    public const string Kind = "low-gradient";

    /// <summary>The key of <see cref="GradientProcess.BatchSize"/>.</summary>
    internal const string BatchSize = "batchSize";

    /// <summary>The chain, with a regularization of λ = 1 that the simulation's lanes multiply.</summary>
    public Chain UnitChain => DecaySimulation.UnitChain(Optimizer, Settings, Regularization, Schedule);

    /// <inheritdoc/>
    public TrialSpecification Specification => new(
        Kind,
        [
            .. LowGradientSpecification.ValuesOf(Optimizer, Settings, Regularization),
            KeyValuePair.Create("lambda", (object)Lambda),
            KeyValuePair.Create("initialValue", (object)InitialValue),
            KeyValuePair.Create("noiseBefore", (object)Process.NoiseBefore),
            KeyValuePair.Create("noiseAfter", (object)Process.NoiseAfter),
            KeyValuePair.Create("activeFraction", (object)Process.ActiveFraction),
            KeyValuePair.Create("transition", (object)Process.Transition),
            KeyValuePair.Create("iterations", (object)Iterations),
            KeyValuePair.Create("threshold", (object)Threshold),
            KeyValuePair.Create("schedule", (object)ScheduleSettings.TextOf(Schedule)),
            KeyValuePair.Create("seeds", (object)Seeds.Select(seed => (double)seed)),
            // Only where it says something: the trials without mini-batches keep the names that they had.
            .. Process.BatchSize == 1 ? [] : new[] { KeyValuePair.Create(BatchSize, (object)(double)Process.BatchSize) },
        ]);

    /// <summary>The trial that a specification describes.</summary>
    /// <param name="registry">What names can mean.</param>
    /// <param name="specification">A specification of this kind.</param>
    /// <exception cref="FormatException">It is of another kind, or a value is missing or cannot be used.</exception>
    public static LowGradientTrial From(Registry registry, TrialSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return specification.ReadAs(Kind, of => new LowGradientTrial(
            LowGradientSpecification.OptimizerIn(of, registry),
            LowGradientSpecification.SettingsIn(of),
            LowGradientSpecification.RegularizationIn(of),
            of.Number("lambda"),
            new GradientProcess
            {
                NoiseBefore = of.Number("noiseBefore"),
                NoiseAfter = of.Number("noiseAfter"),
                ActiveFraction = of.Number("activeFraction"),
                Transition = (long)of.Number("transition"),
                BatchSize = of.Keys.Contains(BatchSize) ? (int)of.Number(BatchSize) : 1,
            },
            of.Number("initialValue"),
            (long)of.Number("iterations"),
            of.Number("threshold"),
            ScheduleSettings.Parse(of.Text("schedule"), Kind),
            [.. of.Numbers("seeds").Select(seed => (long)seed)]));
    }
}
