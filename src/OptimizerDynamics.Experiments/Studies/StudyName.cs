using System.Text.RegularExpressions;

namespace OptimizerDynamics.Experiments;

/// <summary>The names of studies and profiles: they become folders, job names and lines of scripts, and mean nothing to a shell.</summary>
public static partial class StudyName
{
    /// <summary>What a name is made of, for messages.</summary>
    public const string Expected = "letters, digits, '.', '-' and '_', a letter or digit first, at most 100 characters";

    private const int Shown = 60;

    /// <summary>
    /// Whether a text can be a name: ASCII letters, digits, <c>.</c>, <c>-</c> and <c>_</c>, a letter or digit first, 1 to 100 characters.
    /// </summary>
    /// <param name="text">The text.</param>
    public static bool IsValid(string text) => Pattern().IsMatch(text);

    /// <summary>Refuses a text that cannot be a name.</summary>
    /// <param name="map">The mapping that it stands in.</param>
    /// <param name="key">The key whose line the message names.</param>
    /// <param name="what">What it should name, such as <c>study</c>.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="InputException">It cannot be a name.</exception>
    public static string Require(YamlMap map, string key, string what, string text)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(text);
        if (IsValid(text))
            return text;
        var shown =
            string.Concat((text.Length <= Shown ? text : text[..Shown] + "…").Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
        throw map.Wrong(key, $"{what}: expected a name of {Expected}, found '{shown}'");
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Pattern();
}
