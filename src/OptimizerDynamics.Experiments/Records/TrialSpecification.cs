using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OptimizerDynamics.Experiments;

/// <summary>Everything that a trial depends on, every default written out: two trials with the same specification are the same
/// trial.</summary>
/// <remarks>
/// A flat list of named values: texts, switches, numbers, and lists of texts or numbers. The canonical text is one line of JSON,
/// <c>kind</c> first and the other keys in the order of their characters' codes, numbers as the shortest text that reads back as the same
/// double. <see cref="Id"/> is a hash of it, so a trial that was run once is recognized whatever file or order its values came from, and
/// one that differs in anything is another.
/// </remarks>
public sealed class TrialSpecification : IEquatable<TrialSpecification>
{
    /// <summary>The largest magnitude up to which every integer is a double.</summary>
    private const long LargestExactInteger = 1L << 53;

    private readonly ImmutableSortedDictionary<string, object> _values;

    /// <summary>A specification.</summary>
    /// <param name="kind">The kind of trial, such as <c>low-gradient</c>.</param>
    /// <param name="values">Its values by key: <see cref="string"/>, <see cref="bool"/>, <see cref="double"/> (finite), <see cref="long"/>
    /// or <see cref="int"/> (of magnitude 2⁵³ at most), or sequences of strings or of doubles. An integer and a double of the same value
    /// are the same.</param>
    /// <exception cref="ArgumentException">A key is empty, <c>kind</c>, or there twice; a value is none of these; or there is a control
    /// character.</exception>
    public TrialSpecification(string kind, IEnumerable<KeyValuePair<string, object>> values)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        ArgumentNullException.ThrowIfNull(values);
        Kind = kind;
        var all = ImmutableSortedDictionary.CreateBuilder<string, object>(StringComparer.Ordinal);
        foreach (var (key, value) in values)
        {
            if (string.IsNullOrWhiteSpace(key) || key == "kind" || all.ContainsKey(key))
            {
                throw new ArgumentException(
                    $"'{key}' cannot be a key of a specification: it is empty, reserved, or there twice.", nameof(values));
            }

            if (key.Any(PlainText.IsControl) || Texts(value).Any(text => text.Any(PlainText.IsControl)))
            {
                throw new ArgumentException(
                    $"'{PlainText.Shown(key)}' has a control character in a specification, where none can be.", nameof(values));
            }

            all.Add(key, Normal(key, value));
        }

        _values = all.ToImmutable();
        Canonical = Write();
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical)))[..16];
    }

    /// <summary>The kind of trial.</summary>
    public string Kind { get; }

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of <see cref="Canonical"/>.</summary>
    public string Id { get; }

    /// <summary>The specification as one line of JSON.</summary>
    public string Canonical { get; }

    /// <summary>The keys, in their order.</summary>
    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>A text.</summary>
    /// <param name="key">The value's key.</param>
    /// <exception cref="KeyNotFoundException">There is no such key, or it holds something else.</exception>
    public string Text(string key) => Of<string>(key, "a text");

    /// <summary>A number.</summary>
    /// <param name="key">The value's key.</param>
    /// <exception cref="KeyNotFoundException">There is no such key, or it holds something else.</exception>
    public double Number(string key) => Of<double>(key, "a number");

    /// <summary>A switch.</summary>
    /// <param name="key">The value's key.</param>
    /// <exception cref="KeyNotFoundException">There is no such key, or it holds something else.</exception>
    public bool Switch(string key) => Of<bool>(key, "true or false");

    /// <summary>A list of numbers.</summary>
    /// <param name="key">The value's key.</param>
    /// <exception cref="KeyNotFoundException">There is no such key, or it holds something else.</exception>
    public ImmutableArray<double> Numbers(string key) => Of<ImmutableArray<double>>(key, "a list of numbers");

    /// <summary>A list of texts.</summary>
    /// <param name="key">The value's key.</param>
    /// <exception cref="KeyNotFoundException">There is no such key, or it holds something else.</exception>
    public ImmutableArray<string> Texts(string key) => Of<ImmutableArray<string>>(key, "a list of texts");

    /// <inheritdoc/>
    public bool Equals(TrialSpecification? other) => other is not null && Canonical == other.Canonical;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TrialSpecification);

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <summary><see cref="Canonical"/>.</summary>
    public override string ToString() => Canonical;

    /// <summary>Reads a specification back from its JSON.</summary>
    /// <param name="json">What <see cref="Canonical"/> is, read.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static TrialSpecification From(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("kind", out var kind) || kind.ValueKind != JsonValueKind.String)
            throw new FormatException("the specification is no object with a 'kind'");
        try
        {
            return new TrialSpecification(
                kind.GetString()!,
                json.EnumerateObject().Where(property => property.Name != "kind")
                    .Select(property => KeyValuePair.Create(property.Name, ValueOf(property))));
        }
        catch (ArgumentException cause)
        {
            throw new FormatException(Experiments.Text.WordsOf(cause), cause);
        }
    }

    /// <summary>What a specification of a kind describes.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="read">Reads its values.</param>
    /// <exception cref="FormatException">It is of another kind, or a value is missing or cannot be used.</exception>
    internal T ReadAs<T>(string kind, Func<TrialSpecification, T> read)
    {
        if (Kind != kind)
            throw new FormatException($"the specification is of a trial of kind '{Kind}'; expected '{kind}'");
        try
        {
            return read(this);
        }
        catch (Exception cause) when (cause is KeyNotFoundException or ArgumentException or InputException)
        {
            throw new FormatException(Experiments.Text.WordsOf(cause), cause);
        }
    }

    private static object ValueOf(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.String => property.Value.GetString()!,
        JsonValueKind.True or JsonValueKind.False => property.Value.GetBoolean(),
        JsonValueKind.Number => property.Value.GetDouble(),
        JsonValueKind.Array when property.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number) =>
            property.Value.EnumerateArray().Select(item => item.GetDouble()).ToArray(),
        JsonValueKind.Array when property.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            property.Value.EnumerateArray().Select(item => item.GetString()!).ToArray(),
        _ => throw new FormatException($"'{property.Name}' of the specification is neither text, number, switch nor a list of one of them"),
    };

    private static object Normal(string key, object value) => value switch
    {
        string or bool => value,
        int number => (double)number,
        long number when number is >= -LargestExactInteger and <= LargestExactInteger => (double)number,
        double number when double.IsFinite(number) => number == 0 ? 0.0 : number, // −0 is 0
        IEnumerable<double> numbers when numbers.All(double.IsFinite) =>
            numbers.Select(number => number == 0 ? 0.0 : number).ToImmutableArray(),
        IEnumerable<string> texts when !texts.Contains(null) => texts.ToImmutableArray(),
        _ => throw new ArgumentException(
            $"'{key}' = {value} is neither a text, a switch, a finite number nor a list of texts or finite numbers.", nameof(value)),
    };

    private static IEnumerable<string> Texts(object value) =>
        value switch { string text => [text], IEnumerable<string> all => all, _ => [] };

    private T Of<T>(string key, string what) => _values.TryGetValue(key, out var value) && value is T found
        ? found
        : throw new KeyNotFoundException($"The specification has no '{key}' that is {what}: {Canonical}");

    private string Write()
    {
        var text = new StringBuilder("{\"kind\":").Append(JsonSerializer.Serialize(Kind));
        foreach (var (key, value) in _values)
            text.Append(',').Append(JsonSerializer.Serialize(key)).Append(':').Append(ValueText(value));
        return text.Append('}').ToString();
    }

    private static string ValueText(object value) => value switch
    {
        string text => JsonSerializer.Serialize(text),
        bool isOn => isOn ? "true" : "false",
        double number => NumberText(number),
        ImmutableArray<double> numbers => $"[{string.Join(',', numbers.Select(NumberText))}]",
        ImmutableArray<string> texts => $"[{string.Join(',', texts.Select(text => JsonSerializer.Serialize(text)))}]",
        _ => throw new InvalidOperationException($"No text for {value}."),
    };

    private static string NumberText(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
