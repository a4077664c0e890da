namespace OptimizerDynamics.Experiments;

/// <summary>The optimizer: a name of the registry's. Study files can say <c>all</c>.</summary>
public sealed class OptimizerParameter() : TrialParameter<NamedOptimizer>("optimizer")
{
    private const string Every = "all";

    /// <inheritdoc/>
    public override bool HasNumber => false;

    /// <inheritdoc/>
    public override string Expected(Registry registry) => $"one of {Every}, {string.Join(", ", Completions(registry))}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Completions(Registry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return [.. registry.Optimizers.Select(optimizer => optimizer.Name)];
    }

    /// <inheritdoc/>
    public override double NumberOf(TrialValues values) => double.NaN;

    /// <inheritdoc/>
    public override int Compare(TrialValues one, TrialValues other)
    {
        ArgumentNullException.ThrowIfNull(one);
        return one.Registry.Optimizers.IndexOf(ValueIn(one)).CompareTo(one.Registry.Optimizers.IndexOf(ValueIn(other)));
    }

    /// <inheritdoc/>
    public override NamedOptimizer Parse(string text, string source, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry.FindOptimizer(text)
            ?? throw new InputException($"{source}: {Nearest.Unknown("optimizer", text, [.. Completions(registry)])}");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedOptimizer> ReadAll(YamlMap map, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(registry);
        return !map.IsList(Key) && map.Text(Key, Expected(registry)) == Every ? registry.Optimizers : base.ReadAll(map, registry);
    }

    /// <inheritdoc/>
    protected override NamedOptimizer Read(YamlMap map, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(registry);
        var name = map.Text(Key, Expected(registry))!;
        return registry.FindOptimizer(name)
            ?? throw map.Wrong(Key, $"{Key}: {Nearest.Unknown("optimizer", name, [.. Completions(registry)])}");
    }

    /// <inheritdoc/>
    protected override string TextOf(NamedOptimizer value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Name;
    }

    /// <inheritdoc/>
    protected override object ToCanonical(NamedOptimizer value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Name;
    }

    /// <inheritdoc/>
    protected override NamedOptimizer FromCanonical(TrialSpecification specification, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentNullException.ThrowIfNull(registry);
        var name = specification.Text(CanonicalKey);
        return registry.FindOptimizer(name) ?? throw new FormatException($"there is no optimizer '{name}'");
    }
}
