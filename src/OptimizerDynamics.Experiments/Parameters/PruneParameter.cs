using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>In which ways the trained network is pruned, and how what is left is trained further: a trial trains once, and has a branch for
/// each criterion and amount.</summary>
public sealed class PruneParameter() : TrialParameter<PruningPlan>("prune")
{
    /// <inheritdoc/>
    public override bool HasNumber => false;

    /// <inheritdoc/>
    public override string Expected(Registry registry) => PruningPlan.Expected(registry);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Completions(Registry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return [.. registry.PruningCriteria.Select(criterion => criterion.Name)];
    }

    /// <inheritdoc/>
    public override double NumberOf(TrialValues values) => double.NaN;

    /// <inheritdoc/>
    public override int Compare(TrialValues one, TrialValues other) => string.CompareOrdinal(TextOf(one), TextOf(other));

    /// <inheritdoc/>
    public override PruningPlan Parse(string text, string source, Registry registry)
    {
        try
        {
            return PruningPlan.Parse(text, registry);
        }
        catch (FormatException cause)
        {
            throw new InputException($"{source}: {cause.Message}", cause);
        }
    }

    /// <inheritdoc/>
    public override TrainingSetup Configure(TrainingSetup setup, TrialValues values)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var iterations = TrainingParameters.FineTune.ValueIn(values);
        return setup with
        {
            Branches = ValueIn(values).Steps,
            FineTuning = iterations > 0 ? new FineTuning(iterations, values.BuildFineTuningChain) : null,
        };
    }

    /// <inheritdoc/>
    protected override PruningPlan Read(YamlMap map, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(map);
        try
        {
            return PruningPlan.Parse(map.Text(Key, Expected(registry))!, registry);
        }
        catch (FormatException cause)
        {
            throw map.Wrong(Key, $"{Key}: {cause.Message}");
        }
    }

    /// <inheritdoc/>
    protected override object ToCanonical(PruningPlan value) => value.ToString();

    /// <inheritdoc/>
    protected override PruningPlan FromCanonical(TrialSpecification specification, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return PruningPlan.Parse(specification.Text(CanonicalKey), registry);
    }
}
