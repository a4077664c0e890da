using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>Refuses control characters that JSON holds as escapes, such as <c>\u0000</c>: those that stand there as they are, no parser of
/// JSON takes.</summary>
internal static class JsonText
{
    private const int EscapeLength = 6;

    /// <summary>
    /// Refuses a text with an escaped control character; escaped tabs and line breaks are none (<see cref="PlainText"/>).
    /// </summary>
    /// <param name="json">JSON that has been parsed: a backslash stands in strings and names only.</param>
    /// <exception cref="FormatException">There is one; the message names column (and line, behind the first) and character.</exception>
    public static void RequirePlain(string json)
    {
        for (var at = json.IndexOf('\\', StringComparison.Ordinal); at >= 0; at = json.IndexOf('\\', at + 2))
        {
            if (CharacterAt(json.AsSpan(at)) is not { } found || !PlainText.IsControl(found))
                continue;
            var lineStart = json.LastIndexOf('\n', at) + 1;
            var line = lineStart == 0 ? "" : $"line {json.AsSpan(0, lineStart).Count('\n') + 1}, ";
            throw new FormatException($"{line}column {at - lineStart + 1}: {PlainText.Refusal(found)}");
        }
    }

    /// <summary>The character that an escape means; null for those that mean no control character.</summary>
    private static char? CharacterAt(ReadOnlySpan<char> escape) => escape switch
    {
        ['\\', 'b', ..] => '\b',
        ['\\', 'f', ..] => '\f',
        ['\\', 'u', _, _, _, _, ..] => (char)int.Parse(
            escape[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
        _ => null,
    };
}
