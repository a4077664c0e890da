using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>
/// Refuses control characters in what is read: a NUL that a crash has left, an escape sequence that a terminal would obey.
/// </summary>
/// <remarks>Tabs and line breaks are no control characters here.</remarks>
public static class PlainText
{
    /// <summary>Refuses a text with a control character.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">Where it comes from, for messages.</param>
    /// <returns>The text.</returns>
    /// <exception cref="InputException">There is a control character; the message names file, line, column and character.</exception>
    public static string Require(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var (at, line, lineStart) = (0, 1, 0); at < text.Length; at++)
        {
            if (text[at] == '\n')
                (line, lineStart) = (line + 1, at + 1);
            else if (IsControl(text[at]))
                throw Wrong(file, line, at - lineStart + 1, text[at]);
        }

        return text;
    }

    /// <summary>Refuses a line with a control character.</summary>
    /// <param name="text">The line.</param>
    /// <param name="file">Where it comes from, for messages.</param>
    /// <param name="line">Its number there, counted from 1.</param>
    /// <exception cref="InputException">There is a control character; the message names file, line, column and character.</exception>
    public static void RequireLine(string text, string file, long line)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var at = 0; at < text.Length; at++)
        {
            if (IsControl(text[at]))
                throw Wrong(file, line, at + 1, text[at]);
        }
    }

    /// <summary>Whether a character is a control character and neither a tab nor part of a line break.</summary>
    /// <param name="character">The character.</param>
    public static bool IsControl(char character) => char.IsControl(character) && character is not ('\t' or '\n' or '\r');

    /// <summary>A text with a replacement character, U+FFFD, in place of each control character: what other programs wrote, to be shown or
    /// recorded.</summary>
    /// <param name="text">The text.</param>
    public static string Shown(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Any(IsControl) ? string.Concat(text.Select(character => IsControl(character) ? '\uFFFD' : character)) : text;
    }

    /// <summary>A text with the names of the characters in it that look like a blank or like nothing, such as <c>&lt;U+00A0&gt;</c>, a
    /// no-break space.</summary>
    /// <param name="text">The text.</param>
    public static string Visible(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Concat(text.Select(character => IsBlank(character) ? $"<U+{(int)character:X4}>" : $"{character}"));

        static bool IsBlank(char character) => character != ' '
            && (char.IsWhiteSpace(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format);
    }

    /// <summary>The error about a control character.</summary>
    internal static InputException Wrong(string file, long line, long column, char found) =>
        InputException.At(file, line, column, Refusal(found));

    /// <summary>What is said of a control character.</summary>
    internal static string Refusal(char found) => $"expected text without control characters, found U+{(int)found:X4}";
}
