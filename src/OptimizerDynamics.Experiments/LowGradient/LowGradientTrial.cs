using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>A trial of the low-gradient experiment: one optimizer, one regularization of one λ, one gradient process, many seeds.</summary>
public sealed record LowGradientTrial : IStudyTrial
{
    /// <summary>The kind, in study files and specifications.</summary>
    public const string Kind = "low-gradient";

    /// <summary>The key of <see cref="GradientProcess.BatchSize"/>.</summary>
    internal const string BatchSize = "batchSize";

    /// <summary>The optimizer.</summary>
    public required NamedOptimizer Optimizer { get; init; }

    /// <summary>All of its settings but those of its regularizations, defaults written out.</summary>
    public required ImmutableSortedDictionary<string, double> Settings { get; init; }

    /// <summary>What draws θ towards 0.</summary>
    public required Regularization Regularization { get; init; }

    /// <summary>λ; 0 without regularization.</summary>
    public required double Lambda { get; init; }

    /// <summary>The gradient.</summary>
    public required GradientProcess Process { get; init; }

    /// <summary>θ before the first iteration.</summary>
    public required double InitialValue { get; init; }

    /// <summary>The number of iterations, above the transition.</summary>
    public required long Iterations { get; init; }

    /// <summary>The magnitude below which the parameter counts as gone.</summary>
    public required double Threshold { get; init; }

    /// <summary>The schedule multiplier.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>The seeds, each a run of its own.</summary>
    public required ImmutableArray<long> Seeds { get; init; }

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
        return specification.ReadAs(Kind, of => new LowGradientTrial
        {
            Optimizer = LowGradientSpecification.OptimizerIn(of, registry),
            Settings = LowGradientSpecification.SettingsIn(of),
            Regularization = LowGradientSpecification.RegularizationIn(of),
            Lambda = of.Number("lambda"),
            Process = new GradientProcess
            {
                NoiseBefore = of.Number("noiseBefore"),
                NoiseAfter = of.Number("noiseAfter"),
                ActiveFraction = of.Number("activeFraction"),
                Transition = (long)of.Number("transition"),
                BatchSize = of.Keys.Contains(BatchSize) ? (int)of.Number(BatchSize) : 1,
            },
            InitialValue = of.Number("initialValue"),
            Iterations = (long)of.Number("iterations"),
            Threshold = of.Number("threshold"),
            Schedule = ScheduleSettings.Parse(of.Text("schedule"), Kind),
            Seeds = [.. of.Numbers("seeds").Select(seed => (long)seed)],
        });
    }
}
