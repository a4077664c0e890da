namespace OptimizerDynamics.Experiments;

/// <summary>
/// The kinds of parameters that regularization decays: <c>all</c>, <c>none</c>, or names joined by <c>+</c>, such as <c>weight+bias</c>.
/// </summary>
/// <remarks>A list in a study is a sweep; a set as settings files have it is a list in that list: <c>[all, [weight, bias]]</c>.</remarks>
/// <param name="of">The λ of the one regularization whose kinds it says; null for those of all of them.</param>
public sealed class DecayedParameter(TrialParameter<double>? of = null) : TrialParameter<ParameterKinds>(
    of is null ? CommonKeys.Decayed : CommonKeys.KindsOf(of.Key))
{
    /// <summary>Whether a trial has it: without the regularization there is nothing that could act on a kind.</summary>
    /// <param name="values">The trial's values.</param>
    public override bool AppliesTo(TrialValues values) => of is null || of.ValueIn(values) > 0;

    /// <summary>The kinds of a trial; the default where it has no such regularization, so that such trials do not differ.</summary>
    /// <param name="values">The trial's values.</param>
    public override ParameterKinds ValueIn(TrialValues values) => AppliesTo(values) ? base.ValueIn(values) : Default(values);

    /// <inheritdoc/>
    public override bool AreEqual(TrialValues one, TrialValues other) => ValueIn(one) == ValueIn(other);

    /// <inheritdoc/>
    public override bool HasNumber => false;

    /// <inheritdoc/>
    public override string Expected(Registry registry) =>
        $"all, none, or some of {string.Join(", ", ParameterKindNames.Names)} joined by '+'";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Completions(Registry registry) => ["all", "none", .. ParameterKindNames.Names];

    /// <inheritdoc/>
    public override double NumberOf(TrialValues values) => double.NaN;

    /// <inheritdoc/>
    public override int Compare(TrialValues one, TrialValues other) => ValueIn(one).CompareTo(ValueIn(other));

    /// <inheritdoc/>
    public override ParameterKinds Parse(string text, string source, Registry registry)
    {
        try
        {
            return ParameterKindNames.Parse(text);
        }
        catch (FormatException cause)
        {
            throw new InputException($"{source}: expected {Expected(registry)}, found '{text}'", cause);
        }
    }

    /// <inheritdoc/>
    protected override ParameterKinds Read(YamlMap map, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map.IsList(Key))
            return CommonKeys.KindsOf(map, Key)!.Value;
        var text = map.Text(Key, Expected(registry))!;
        try
        {
            return ParameterKindNames.Parse(text);
        }
        catch (FormatException)
        {
            throw map.Wrong(Key, $"{Key}: expected {Expected(registry)}, found '{text}'");
        }
    }

    /// <inheritdoc/>
    protected override string TextOf(ParameterKinds value) => value.ToText();

    /// <inheritdoc/>
    protected override object ToCanonical(ParameterKinds value) => value.ToText();

    /// <inheritdoc/>
    protected override ParameterKinds FromCanonical(TrialSpecification specification, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return ParameterKindNames.Parse(specification.Text(CanonicalKey));
    }
}
