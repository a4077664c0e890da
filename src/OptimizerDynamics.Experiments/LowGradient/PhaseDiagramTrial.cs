using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>What a phase diagram varies besides λ.</summary>
public enum PhaseAxis
{
    /// <summary>σ after the transition (<see cref="GradientProcess.NoiseAfter"/>).</summary>
    NoiseAfter,

    /// <summary>p, the fraction of iterations in which there is a gradient (<see cref="GradientProcess.ActiveFraction"/>).</summary>
    ActiveFraction,

    /// <summary>The learning rate, as a multiple of the optimizer's own.</summary>
    LearningRateFactor,
}

/// <summary>Values at even steps of the logarithm, both ends included.</summary>
/// <param name="From">The first, above 0.</param>
/// <param name="To">The last, above 0.</param>
/// <param name="Cells">The number of values, at least 2.</param>
public sealed record LogarithmicCells(double From, double To, int Cells)
{
    /// <summary>The values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public ImmutableArray<double> Values => PhaseDiagram.LogarithmicAxis(From, To, Cells);
}

/// <summary>
/// A phase diagram of one optimizer and one regularization: the time until the parameter is gone, cell by cell, with one seed for all
/// cells.
/// </summary>
public sealed record PhaseDiagramTrial : IStudyTrial
{
    /// <summary>The kind, in specifications.</summary>
    public const string Kind = "phase-diagram";

    private const string LearningRate = "lr";

    /// <summary>The optimizer.</summary>
    public required NamedOptimizer Optimizer { get; init; }

    /// <summary>All of its settings but those of its regularizations, defaults written out.</summary>
    public required ImmutableSortedDictionary<string, double> Settings { get; init; }

    /// <summary>What draws θ towards 0.</summary>
    public required Regularization Regularization { get; init; }

    /// <summary>λ, column by column.</summary>
    public required LogarithmicCells Lambda { get; init; }

    /// <summary>What the rows vary.</summary>
    public required PhaseAxis Axis { get; init; }

    /// <summary>The values of <see cref="Axis"/>, row by row.</summary>
    public required LogarithmicCells Rows { get; init; }

    /// <summary>The gradient; the value that the rows vary is ignored.</summary>
    public required GradientProcess Process { get; init; }

    /// <summary>θ before the first iteration.</summary>
    public required double InitialValue { get; init; }

    /// <summary>The number of iterations, above the transition.</summary>
    public required long Iterations { get; init; }

    /// <summary>The magnitude below which the parameter counts as gone.</summary>
    public required double Threshold { get; init; }

    /// <summary>The schedule multiplier.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>The seed that all cells share.</summary>
    public required long Seed { get; init; }

    /// <summary>The names of the axes, in study files and specifications.</summary>
    public static ImmutableSortedDictionary<string, PhaseAxis> Axes { get; } = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("noiseAfter", PhaseAxis.NoiseAfter),
        KeyValuePair.Create("activeFraction", PhaseAxis.ActiveFraction),
        KeyValuePair.Create("lrFactor", PhaseAxis.LearningRateFactor),
    ]);

    /// <inheritdoc/>
    public TrialSpecification Specification => new(
        Kind,
        [
            .. LowGradientSpecification.ValuesOf(Optimizer, Settings, Regularization),
            .. Grid("lambda", Lambda),
            KeyValuePair.Create("axis", (object)AxisName),
            .. Grid(AxisName, Rows),
            .. Fixed().Select(value => KeyValuePair.Create(value.Key, (object)value.Value)),
            KeyValuePair.Create("schedule", (object)ScheduleSettings.TextOf(Schedule)),
            KeyValuePair.Create("seed", (object)Seed),
        ]);

    private string AxisName => Axes.First(name => name.Value == Axis).Key;

    /// <summary>The trial that a specification describes.</summary>
    /// <param name="registry">What names can mean.</param>
    /// <param name="specification">A specification of this kind.</param>
    /// <exception cref="FormatException">It is of another kind, or a value is missing or cannot be used.</exception>
    public static PhaseDiagramTrial From(Registry registry, TrialSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return specification.ReadAs(Kind, of =>
        {
            var name = of.Text("axis");
            var axis = Axes.TryGetValue(name, out var known) ? known : throw new FormatException($"there is no axis '{name}'");
            var process = new GradientProcess { NoiseBefore = of.Number("noiseBefore"), Transition = (long)of.Number("transition") };
            if (axis != PhaseAxis.NoiseAfter)
                process = process with { NoiseAfter = of.Number("noiseAfter") };
            if (axis != PhaseAxis.ActiveFraction)
                process = process with { ActiveFraction = of.Number("activeFraction") };
            return new PhaseDiagramTrial
            {
                Optimizer = LowGradientSpecification.OptimizerIn(of, registry),
                Settings = LowGradientSpecification.SettingsIn(of),
                Regularization = LowGradientSpecification.RegularizationIn(of),
                Lambda = Grid(of, "lambda"),
                Axis = axis,
                Rows = Grid(of, name),
                Process = process,
                InitialValue = of.Number("initialValue"),
                Iterations = (long)of.Number("iterations"),
                Threshold = of.Number("threshold"),
                Schedule = ScheduleSettings.Parse(of.Text("schedule"), Kind),
                Seed = (long)of.Number("seed"),
            };
        });
    }

    /// <summary>Simulates all cells.</summary>
    /// <returns>The times, row by row.</returns>
    public PhaseDiagramResult Compute()
    {
        // A lane has no learning rate of its own: rows that differ in it are simulations of their own.
        var diagrams = Axis == PhaseAxis.LearningRateFactor
            ? Rows.Values.Select(factor => Compute(Settings.SetItem(LearningRate, Settings[LearningRate] * factor), [factor]))
            : [Compute(Settings, Rows.Values)];
        return new PhaseDiagramResult([.. from diagram in diagrams
                                          from row in Enumerable.Range(0, diagram.Others.Length)
                                          from column in Enumerable.Range(0, diagram.Lambdas.Length)
                                          select diagram.TimeToThreshold(column, row)]);
    }

    private PhaseDiagram Compute(IReadOnlyDictionary<string, double> settings, IEnumerable<double> rows) => PhaseDiagram.Compute(
        DecaySimulation.UnitChain(Optimizer, settings, Regularization, Schedule), Lambda.Values, rows,
        value => Axis switch
        {
            PhaseAxis.NoiseAfter => Process with { NoiseAfter = value },
            PhaseAxis.ActiveFraction => Process with { ActiveFraction = value },
            _ => Process,
        },
        Iterations, (ulong)Seed, InitialValue, Threshold);

    /// <summary>The values that all cells share: not the one that the rows vary.</summary>
    private IEnumerable<KeyValuePair<string, double>> Fixed() => new Dictionary<string, double>
    {
        ["noiseBefore"] = Process.NoiseBefore,
        ["noiseAfter"] = Process.NoiseAfter,
        ["activeFraction"] = Process.ActiveFraction,
        ["transition"] = Process.Transition,
        ["initialValue"] = InitialValue,
        ["iterations"] = Iterations,
        ["threshold"] = Threshold,
    }.Where(value => value.Key != AxisName);

    private static IEnumerable<KeyValuePair<string, object>> Grid(string name, LogarithmicCells cells) =>
    [
        KeyValuePair.Create($"{name}.from", (object)cells.From),
        KeyValuePair.Create($"{name}.to", (object)cells.To),
        KeyValuePair.Create($"{name}.cells", (object)cells.Cells),
    ];

    private static LogarithmicCells Grid(TrialSpecification of, string name) =>
        new(of.Number($"{name}.from"), of.Number($"{name}.to"), (int)of.Number($"{name}.cells"));
}
