namespace OptimizerDynamics.Experiments;

/// <summary>A parameter whose values are names, such as data sets and architectures.</summary>
/// <param name="key">The key in study files.</param>
/// <param name="names">The names that study files and options can give.</param>
public sealed class NameParameter(string key, Func<Registry, IReadOnlyList<string>> names) : TrialParameter<string>(key)
{
    /// <summary>Whether a name can be used that is none of the names: a data set's with a fingerprint, say. Null for none.</summary>
    public Func<Registry, string, bool>? Accepts { get; init; }

    /// <inheritdoc/>
    public override bool HasNumber => false;

    /// <inheritdoc/>
    public override string Expected(Registry registry) => $"one of {string.Join(", ", names(registry))}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Completions(Registry registry) => names(registry);

    /// <inheritdoc/>
    public override double NumberOf(TrialValues values) => double.NaN;

    /// <inheritdoc/>
    public override int Compare(TrialValues one, TrialValues other) => string.CompareOrdinal(ValueIn(one), ValueIn(other));

    /// <inheritdoc/>
    public override string Parse(string text, string source, Registry registry) =>
        IsKnown(registry, text) ? text : throw new InputException($"{source}: {Nearest.Unknown("name", text, [.. names(registry)])}");

    /// <inheritdoc/>
    protected override string Read(YamlMap map, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(map);
        var name = map.Text(Key, Expected(registry))!;
        return IsKnown(registry, name) ? name : throw map.Wrong(Key, $"{Key}: {Nearest.Unknown("name", name, [.. names(registry)])}");
    }

    private bool IsKnown(Registry registry, string name) => names(registry).Contains(name) || Accepts?.Invoke(registry, name) == true;

    /// <inheritdoc/>
    protected override object ToCanonical(string value) => value;

    /// <inheritdoc/>
    protected override string FromCanonical(TrialSpecification specification, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return specification.Text(CanonicalKey);
    }
}
