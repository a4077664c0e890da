using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>A parameter whose values are integers of a range.</summary>
/// <param name="key">The key in study files.</param>
/// <param name="least">The smallest allowed.</param>
/// <param name="most">The largest allowed; at most 2⁵³, up to which every integer is a double.</param>
public sealed class IntegerParameter(string key, long least, long most = IntegerParameter.LargestExact) : TrialParameter<long>(key)
{
    /// <summary>2⁵³: up to it every integer is a double, as specifications hold numbers.</summary>
    public const long LargestExact = 1L << 53;

    /// <summary>The smallest allowed.</summary>
    public long Least { get; } = least;

    /// <summary>The largest allowed.</summary>
    public long Most { get; } = most;

    /// <summary>
    /// The value that says that there is none: 0 epochs where iterations are given. Null where every value says something.
    /// </summary>
    public long? None { get; init; }

    /// <inheritdoc/>
    public override bool HasNumber => true;

    /// <inheritdoc/>
    public override string Expected(Registry registry) => Most >= LargestExact
        ? $"an integer of at least {Least}"
        : string.Create(CultureInfo.InvariantCulture, $"an integer from {Least:#,0} to {Most:#,0}");

    /// <inheritdoc/>
    public override double NumberOf(TrialValues values) => ValueIn(values);

    /// <inheritdoc/>
    public override int Compare(TrialValues one, TrialValues other) => ValueIn(one).CompareTo(ValueIn(other));

    /// <inheritdoc/>
    public override TrialValues Assign(TrialValues values, long value) => value == None || (value >= Least && value <= Most)
        ? base.Assign(values, value)
        : throw new ArgumentOutOfRangeException(Key, value, $"{Key} = {value} must be {Expected(values.Registry)}.");

    /// <inheritdoc/>
    public override long Parse(string text, string source, Registry registry) =>
        InvariantNumber.TryParse(text, NumberStyles.AllowLeadingSign, out long number)
            && number >= Least
            && number <= Most
            ? number
            : throw new InputException($"{source}: expected {Expected(registry)}, found '{text}'");

    /// <inheritdoc/>
    protected override long Read(YamlMap map, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(map);
        var value = map.WholeNumber(Key, Least)!.Value;
        return value <= Most ? value : throw map.Wrong(Key, $"{Key}: expected {Expected(registry)}, found '{value}'");
    }

    /// <inheritdoc/>
    protected override string TextOf(long value) =>
        value == None ? Nothing : Write is not null ? Write(value) : value.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    protected override object ToCanonical(long value) => value;

    /// <inheritdoc/>
    protected override long FromCanonical(TrialSpecification specification, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var number = specification.Number(CanonicalKey);
        return Math.Floor(number).Equals(number) && Math.Abs(number) <= LargestExact
            ? (long)number
            : throw new FormatException($"'{CanonicalKey}' of the specification is no integer");
    }
}
