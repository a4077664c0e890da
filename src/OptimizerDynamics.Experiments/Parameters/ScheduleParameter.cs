namespace OptimizerDynamics.Experiments;

/// <summary>A schedule multiplier, as settings files have it: a word, or a mapping with a <c>kind</c>.</summary>
/// <param name="key">The key in study files.</param>
public sealed class ScheduleParameter(string key) : TrialParameter<Schedule>(key)
{
    /// <inheritdoc/>
    public override bool HasNumber => false;

    /// <inheritdoc/>
    public override string Expected(Registry registry) => "a schedule: a word, or a mapping with a 'kind'";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Completions(Registry registry) => ["constant", "cosine"];

    /// <inheritdoc/>
    public override double NumberOf(TrialValues values) => double.NaN;

    /// <inheritdoc/>
    public override int Compare(TrialValues one, TrialValues other) => string.CompareOrdinal(TextOf(ValueIn(one)), TextOf(ValueIn(other)));

    /// <inheritdoc/>
    public override Schedule Parse(string text, string source, Registry registry) => ScheduleSettings.Parse(text, source);

    /// <inheritdoc/>
    protected override Schedule Read(YamlMap map, Registry registry) => ScheduleSettings.Read(map, Key)!;

    /// <inheritdoc/>
    protected override string TextOf(Schedule value) => ScheduleSettings.TextOf(value);

    /// <inheritdoc/>
    protected override object ToCanonical(Schedule value) => ScheduleSettings.TextOf(value);

    /// <inheritdoc/>
    protected override Schedule FromCanonical(TrialSpecification specification, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return ScheduleSettings.Parse(specification.Text(CanonicalKey), CanonicalKey);
    }
}
