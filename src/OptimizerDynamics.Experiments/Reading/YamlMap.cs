using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OptimizerDynamics.Experiments;

/// <summary>
/// A mapping of a YAML file, read key by key; every error names file, line, column and key, what was expected, and what was found.
/// </summary>
public sealed class YamlMap
{
    private const int Shown = 60;

    private readonly string _file;
    private readonly string _what;
    private readonly YamlMappingNode _node;

    private YamlMap(string file, string what, YamlMappingNode node) => (_file, _what, _node) = (file, what, node);

    /// <summary>Reads the one document of a YAML file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What the file describes, for messages, such as <c>optimizer settings</c>.</param>
    /// <exception cref="InputException">No YAML, or not one mapping.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static YamlMap ReadFile(string path, string what)
    {
        using var reader = File.OpenText(path);
        return From(YamlText.Load(reader, path), path, what);
    }

    /// <summary>Reads the one document of a YAML text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <param name="what">What it describes, for messages.</param>
    /// <exception cref="InputException">No YAML, or not one mapping.</exception>
    internal static YamlMap Parse(string text, string source, string what) =>
        From(YamlText.Load(new StringReader(text), source), source, what);

    private static YamlMap From(YamlStream stream, string file, string what) => stream.Documents switch
    {
        [] => throw InputException.At(file, 1, 1, $"expected {what} as 'key: value' lines, found an empty file"),
        [{ RootNode: YamlMappingNode map }] => new YamlMap(file, what, map),
        [{ RootNode: var other }] =>
            throw InputException.At(
                file, other.Start.Line, other.Start.Column, $"expected {what} as 'key: value' lines, found {Describe(other)}"),
        [_, var second, ..] =>
            throw InputException.At(
                file, second.RootNode.Start.Line, second.RootNode.Start.Column, $"expected one document, found a second one"),
    };

    /// <summary>The keys, in the order of the file.</summary>
    public IEnumerable<string> Keys => _node.Children.Keys.Select(KeyText);

    /// <summary>Whether there is a value under a key.</summary>
    /// <param name="key">The key.</param>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>Whether there is a list under a key.</summary>
    /// <param name="key">The key.</param>
    public bool IsList(string key) => Find(key) is YamlSequenceNode;

    /// <summary>Refuses keys that have no meaning here, and names the nearest that has.</summary>
    /// <param name="known">The keys with a meaning.</param>
    /// <param name="hint">What to say of a key in place of the nearest one; null, from it or for it, says the nearest.</param>
    /// <exception cref="InputException">There is another key.</exception>
    public void RequireKnownKeys(IReadOnlyCollection<string> known, Func<string, string?>? hint = null)
    {
        foreach (var key in _node.Children.Keys)
        {
            var name = KeyText(key);
            if (known.Contains(name))
                continue;
            var nearest = hint?.Invoke(name) ?? $"the nearest valid key is '{Nearest.Of(name, known)}'";
            throw At(key, $"unknown key '{PlainText.Visible(name)}' in {_what}; {nearest} (expected: {string.Join(", ", known)})");
        }
    }

    /// <summary>A text, or null when the key is missing.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expected">What is expected there, for messages.</param>
    /// <exception cref="InputException">The value is a list, a mapping or empty.</exception>
    public string? Text(string key, string expected) => Find(key) switch
    {
        null => null,
        YamlScalarNode { Value: { Length: > 0 } value } => value,
        var other => throw Wrong(key, other, expected),
    };

    /// <summary>A number, or null when the key is missing.</summary>
    /// <param name="key">The key.</param>
    /// <param name="range">The range allowed.</param>
    /// <exception cref="InputException">The value is no number of the range.</exception>
    public double? Number(string key, Interval range) => Find(key) is { } node ? NumberOf(key, node, range) : null;

    /// <summary>An integer, or null when the key is missing.</summary>
    /// <param name="key">The key.</param>
    /// <param name="least">The smallest allowed.</param>
    /// <exception cref="InputException">The value is no such integer.</exception>
    public long? WholeNumber(string key, long least) => Find(key) is { } node ? IntegerOf(key, node, least) : null;

    /// <summary>True or false, or null when the key is missing.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="InputException">The value is neither.</exception>
    public bool? Switch(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "True" or "TRUE" } => true,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" or "False" or "FALSE" } => false,
        var other => throw Wrong(key, other, "true or false"),
    };

    /// <summary>A list of numbers, or null when the key is missing; a single number counts as a list of one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="range">The range allowed for each.</param>
    /// <exception cref="InputException">The value is no such list.</exception>
    public IReadOnlyList<double>? Numbers(string key, Interval range) => Items(key)?.Select(item => NumberOf(key, item, range)).ToList();

    /// <summary>A list of integers, or null when the key is missing; a single one counts as a list of one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="least">The smallest allowed.</param>
    /// <exception cref="InputException">The value is no such list.</exception>
    public IReadOnlyList<long>? WholeNumbers(string key, long least) => Items(key)?.Select(item => IntegerOf(key, item, least)).ToList();

    /// <summary>A list of texts, or null when the key is missing; a single text counts as a list of one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expected">What is expected of each, for messages.</param>
    /// <exception cref="InputException">The value is no such list, or an empty one.</exception>
    public IReadOnlyList<string>? Texts(string key, string expected) => Items(key) switch
    {
        null => null,
        { Children.Count: 0 } => throw Wrong(key, $"{key}: expected at least {expected}, found an empty list"),
        var items =>
            items.Select(
                item => item is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw Wrong(key, item, expected)).ToList(),
    };

    /// <summary>
    /// A list under a key, each item as the value of that key in a mapping of its own; a single value counts as a list of one.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <returns>A mapping for each item; none where the list is empty or the key is missing.</returns>
    internal IReadOnlyList<YamlMap> Each(string key) =>
        [.. Items(key)?.Select(item => new YamlMap(_file, _what, new YamlMappingNode(new YamlScalarNode(key), item))) ?? []];

    /// <summary>A mapping under a key, or null when the key is missing.</summary>
    /// <param name="key">The key.</param>
    /// <param name="what">What the mapping describes, for messages.</param>
    /// <exception cref="InputException">The value is no mapping.</exception>
    public YamlMap? RequireMap(string key, string what) => Find(key) switch
    {
        null => null,
        YamlMappingNode map => new YamlMap(_file, what, map),
        var other => throw Wrong(key, other, $"{what} as 'key: value' lines"),
    };

    /// <summary>A mapping under a key, or null when the key is missing or holds a plain word.</summary>
    /// <param name="key">The key.</param>
    /// <param name="what">What the mapping describes, for messages.</param>
    public YamlMap? Map(string key, string what) => Find(key) is YamlMappingNode map ? new YamlMap(_file, what, map) : null;

    /// <summary>An error about a key of this mapping, with the place of its value.</summary>
    /// <param name="key">The key; the mapping itself is named when it is missing.</param>
    /// <param name="message">What is wrong.</param>
    public InputException Wrong(string key, string message) => At(Find(key) ?? _node, message);

    private static string KeyText(YamlNode key) => (key as YamlScalarNode)?.Value ?? key.ToString();

    private static string Describe(YamlNode node) => node switch
    {
        YamlScalarNode { Value: null or "" } => "nothing",
        YamlScalarNode scalar => $"'{(scalar.Value!.Length <= Shown ? scalar.Value : scalar.Value[..Shown] + "…")}'",
        YamlSequenceNode => "a list",
        _ => "a mapping",
    };

    private YamlNode? Find(string key) => _node.Children.FirstOrDefault(child => KeyText(child.Key) == key).Value;

    private YamlSequenceNode? Items(string key) => Find(key) switch
    {
        null => null,
        YamlSequenceNode list => list,
        var single => new YamlSequenceNode(single),
    };

    private double NumberOf(string key, YamlNode node, Interval range)
    {
        return node is YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text }
            && InvariantNumber.TryParse(text, NumberStyles.Float, out double number)
            && range.Contains(number)
                ? number
                : throw Wrong(key, node, $"a number in {range}");
    }

    private long IntegerOf(string key, YamlNode node, long least) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text }
        && InvariantNumber.TryParse(text, NumberStyles.AllowLeadingSign, out long number)
        && number >= least
            ? number
            : throw Wrong(key, node, $"an integer of at least {least}");

    private InputException Wrong(string key, YamlNode node, string expected) =>
        At(node, $"{key}: expected {expected}, found {Describe(node)}");

    private InputException At(YamlNode node, string message) => InputException.At(_file, node.Start.Line, node.Start.Column, message);
}
