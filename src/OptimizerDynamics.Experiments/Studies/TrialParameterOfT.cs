namespace OptimizerDynamics.Experiments;

/// <summary>A parameter of trials whose values are of a type.</summary>
/// <typeparam name="T">The type, compared by its own equality.</typeparam>
/// <param name="key">The key in study files.</param>
public abstract class TrialParameter<T>(string key) : TrialParameter(key)
    where T : notnull
{
    /// <summary>The value where none is given; it may depend on others.</summary>
    public required Func<TrialValues, T> Default { get; init; }

    /// <summary>The value of specifications that do not hold the parameter, where that is not the default: of a parameter that was added
    /// when there were records already. The default unless given.</summary>
    public Func<TrialValues, T>? Unwritten { get; init; }

    /// <summary>How a value is written in tables; the type's own way unless given.</summary>
    public Func<T, string>? Write { get; init; }

    /// <summary>What captions say of a value; unless given, label and text where it is not the default.</summary>
    public Func<T, Registry, string>? Caption { get; init; }

    /// <summary>The value of a trial.</summary>
    /// <param name="values">The trial's values.</param>
    public virtual T ValueIn(TrialValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Given(CanonicalKey) is T given ? given : Default(values);
    }

    /// <summary>The same values with another one here.</summary>
    /// <param name="values">The values.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public virtual TrialValues Assign(TrialValues values, T value)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.WithGiven(CanonicalKey, value);
    }

    /// <inheritdoc/>
    public override string TextOf(TrialValues values) => AppliesTo(values) ? TextOf(ValueIn(values)) : Nothing;

    /// <inheritdoc/>
    public override string CaptionOf(TrialValues values)
    {
        if (!AppliesTo(values) || CaptionPart == CaptionPart.None)
            return "";
        var value = ValueIn(values);
        return Caption is not null ? Caption(value, values.Registry) : value.Equals(Default(values)) ? "" : Named(TextOf(value));
    }

    /// <inheritdoc/>
    public override bool AreEqual(TrialValues one, TrialValues other) =>
        AppliesTo(one) == AppliesTo(other) && (!AppliesTo(one) || ValueIn(one).Equals(ValueIn(other)));

    /// <inheritdoc/>
    public override TrialValues WithText(TrialValues values, string text, string source)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!AppliesTo(values) && Refusal(values) is { } refusal)
            throw new InputException($"{source}: {refusal}");
        return Assign(values, Parse(text, source, values.Registry));
    }

    /// <inheritdoc/>
    public override void Check(string text, string source, Registry registry) => Parse(text, source, registry);

    /// <summary>The value that an option's text means.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it stands, for messages.</param>
    /// <param name="registry">What names can mean.</param>
    /// <exception cref="InputException">It means none, or one that is not allowed.</exception>
    public abstract T Parse(string text, string source, Registry registry);

    /// <summary>The values that a study file gives: one, or a list.</summary>
    /// <param name="map">The mapping that has the key.</param>
    /// <param name="registry">What names can mean.</param>
    /// <exception cref="InputException">A value is none of this parameter's.</exception>
    public virtual IReadOnlyList<T> ReadAll(YamlMap map, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(map);
        var each = map.Each(Key);
        return each.Count > 0
            ? [.. each.Select(one => Read(one, registry))]
            : throw map.Wrong(Key, $"{Key}: expected at least {Expected(registry)}, found an empty list");
    }

    /// <summary>The one value that a mapping gives.</summary>
    /// <param name="map">The mapping that has the key.</param>
    /// <param name="registry">What names can mean.</param>
    /// <exception cref="InputException">It is none of this parameter's.</exception>
    protected abstract T Read(YamlMap map, Registry registry);

    /// <summary>A value as tables write it.</summary>
    /// <param name="value">The value.</param>
    protected virtual string TextOf(T value) => Write is not null ? Write(value) : value.ToString() ?? "";

    /// <summary>A value as a specification holds it: a text, a switch or a number.</summary>
    /// <param name="value">The value.</param>
    protected abstract object ToCanonical(T value);

    /// <summary>The value that a specification holds.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="registry">What names can mean.</param>
    /// <exception cref="FormatException">It means none.</exception>
    protected abstract T FromCanonical(TrialSpecification specification, Registry registry);

    internal sealed override object? Canonical(TrialValues values)
    {
        if (!IsStored || !AppliesTo(values))
            return null;
        var value = ValueIn(values);
        return IsAlwaysWritten || !value.Equals((Unwritten ?? Default)(values)) ? ToCanonical(value) : null;
    }

    internal sealed override TrialValues WithoutCanonical(TrialValues values) =>
        Unwritten is null || !AppliesTo(values) ? values : Assign(values, Unwritten(values));

    internal sealed override TrialValues WithCanonical(TrialValues values, TrialSpecification specification) =>
        Assign(values, FromCanonical(specification, values.Registry));

    internal sealed override IEnumerable<TrialValues> Expand(StudyValues study, TrialValues values)
    {
        var isReplaced = Alternative is not null && study.Has(Alternative);
        if (study.All(this) is not { } given)
            return IsRequired && !isReplaced && AppliesTo(values) ? throw study.Missing(this) : [values];
        if (isReplaced)
            throw study.Wrong(Key, $"{Key}: expected {Key} or {Alternative}, found both");
        if (Contradiction(values) is { } contradiction)
            throw study.Wrong(Key, $"{Key}: {contradiction}");
        if (AppliesTo(values))
            return given.Select(value => Assign(values, value));
        return Refusal(values) is { } refusal ? throw study.Wrong(Key, $"{Key}: {refusal}") : [values];
    }
}
