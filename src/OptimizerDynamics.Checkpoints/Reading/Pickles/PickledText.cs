using System.Globalization;
using System.Text;

namespace OptimizerDynamics.Checkpoints;

/// <summary>Texts of pickle protocol 0, which are written as Python's source is.</summary>
internal static class PickledText
{
    /// <summary>What a line of STRING says: a literal of Python 2 in quotes, its bytes as Latin-1.</summary>
    /// <param name="line">The line.</param>
    /// <returns>The text, or null where it is in no quotes.</returns>
    public static string? Quoted(byte[] line)
    {
        var text = Encoding.Latin1.GetString(line).Trim();
        return text.Length >= 2 && text[0] is '\'' or '"' && text[^1] == text[0] ? Unescape(text[1..^1], hexadecimal: true) : null;
    }

    /// <summary>What a line of UNICODE says: Latin-1 with <c>\u</c> and <c>\U</c> for what that has not.</summary>
    /// <param name="line">The line.</param>
    public static string Escaped(byte[] line) => Unescape(Encoding.Latin1.GetString(line), hexadecimal: false);

    private static string Unescape(string text, bool hexadecimal)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length && text[i] == '\\' ? text[i + 1] : '\0';
            var digits = next switch { 'x' when hexadecimal => 2, 'u' when !hexadecimal => 4, 'U' when !hexadecimal => 8, _ => 0 };
            if (digits > 0 && Code(text, i + 2, digits) is { } code)
            {
                plain.Append(char.ConvertFromUtf32(code));
                i += 1 + digits;
            }
            else if (hexadecimal && next is '\\' or '\'' or '"' or 'n' or 'r' or 't')
            {
                plain.Append(next switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => next });
                i++;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }

    /// <summary>A code point by its digits; null where they are none, or none of a character.</summary>
    private static int? Code(string text, int start, int digits) => start + digits <= text.Length
        && int.TryParse(text.AsSpan(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
        && Rune.IsValid(code)
            ? code
            : null;
}
