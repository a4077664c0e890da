using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>What computes a training: the name of a backend (<see cref="ITrainingBackend.Name"/>), for that decides its bits.</summary>
/// <remarks>Study files and options say <c>cpu</c> or <c>libtorch</c>. Specifications hold the CPU engine's version too,
/// <c>cpu/1</c>; that of libtorch they do not hold at all, because the first records were all computed by it.</remarks>
public sealed class EngineParameter() : TrialParameter<string>("engine")
{
    /// <summary>libtorch's name.</summary>
    public const string Libtorch = "libtorch";

    /// <summary>The features of the widest layer up to which the project's own engine is the default: wider networks are trained faster by
    /// libtorch at some sizes of image (<c>reports/benchmarks/Engine.md</c>).</summary>
    public const int WidestByDefault = 128;

    private static readonly string[] _names = [CpuBackend.ShortName, Libtorch];

    /// <inheritdoc/>
    public override bool HasNumber => false;

    /// <summary>Whether an engine is the project's own, of whichever version.</summary>
    /// <param name="engine">The engine, such as <c>cpu/1</c>.</param>
    public static bool IsCpu(string engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return engine.Split('/')[0] == CpuBackend.ShortName;
    }

    /// <summary>The engine of trainings that name none: the project's own where it computes their network and no layer of it has more than
    /// <see cref="WidestByDefault"/> features, else libtorch.</summary>
    /// <param name="values">A trial's values.</param>
    internal static string Usual(TrialValues values) => ArchitectureIn(values) is { EngineRefusal: null } architecture
        && architecture.PublishedFeatures * TrainingParameters.Width.ValueIn(values) <= WidestByDefault
        ? CpuBackend.FullName
        : Libtorch;

    /// <summary>What is wrong with the engine for a trial's network; null where nothing is.</summary>
    internal static ParameterConflict? ConflictOf(TrialValues values)
    {
        var key = TrainingParameters.Engine.Key;
        return IsCpu(TrainingParameters.Engine.ValueIn(values)) && ArchitectureIn(values)?.EngineRefusal is { } refusal
            ? new ParameterConflict(key, $"{key}: {refusal}")
            : null;
    }

    /// <summary>Whether an engine was given, and is not the default.</summary>
    /// <param name="values">A trial's values.</param>
    public bool IsGivenIn(TrialValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Given(CanonicalKey) is not null;
    }

    /// <summary>The values for a device: where no engine was given and the device is no CPU, libtorch's.</summary>
    /// <param name="values">The values.</param>
    /// <param name="device"><c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
    public TrialValues OnDevice(TrialValues values, string device)
    {
        ArgumentNullException.ThrowIfNull(values);
        return device == "cpu" || IsGivenIn(values) ? values : Assign(values, Libtorch);
    }

    /// <inheritdoc/>
    public override string Expected(Registry registry) => $"one of {string.Join(", ", _names)}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Completions(Registry registry) => _names;

    /// <inheritdoc/>
    public override double NumberOf(TrialValues values) => double.NaN;

    /// <inheritdoc/>
    public override int Compare(TrialValues one, TrialValues other) => string.CompareOrdinal(ValueIn(one), ValueIn(other));

    /// <inheritdoc/>
    public override string Parse(string text, string source, Registry registry) =>
        Find(text) ?? throw new InputException($"{source}: {Nearest.Unknown("engine", text, _names)}");

    /// <inheritdoc/>
    protected override string Read(YamlMap map, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(map);
        var name = map.Text(Key, Expected(registry))!;
        return Find(name) ?? throw map.Wrong(Key, $"{Key}: {Nearest.Unknown("engine", name, _names)}");
    }

    /// <inheritdoc/>
    protected override object ToCanonical(string value) => value;

    /// <inheritdoc/>
    protected override string FromCanonical(TrialSpecification specification, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return specification.Text(CanonicalKey);
    }

    private static string? Find(string name) => name switch
    {
        CpuBackend.ShortName => CpuBackend.FullName,
        Libtorch => Libtorch,
        _ => null,
    };

    private static Architecture? ArchitectureIn(TrialValues values) =>
        values.Registry.FindArchitecture(TrainingParameters.Network.ValueIn(values));
}
