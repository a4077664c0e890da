namespace OptimizerDynamics.Tests;

/// <summary>The identifiers and marks of a C# text in their order, without comments and without what stands in quotes.</summary>
/// <remarks>The code in the holes of interpolated strings counts; preprocessor lines do not.</remarks>
internal sealed class CSharpText
{
    private readonly string _text;
    private readonly List<string> _tokens = [];
    private int _at;

    private CSharpText(string text) => _text = text;

    /// <summary>The tokens: identifiers and keywords in whole, every other visible character by itself.</summary>
    /// <param name="text">The text of a source file.</param>
    public static IReadOnlyList<string> Tokens(string text)
    {
        var reader = new CSharpText(text);
        reader.Code(closing: '\0');
        return reader._tokens;
    }

    /// <summary>Reads code up to the end of the text, or up to the brace that closes a hole.</summary>
    private void Code(char closing)
    {
        for (var depth = 0; _at < _text.Length;)
        {
            var next = _text[_at];
            if (next == closing && depth == 0)
                return;
            depth += next == '{' ? 1 : next == '}' ? -1 : 0;
            if (Starts("//") || (next == '#' && IsFirstOfLine()))
                SkipTo("\n");
            else if (Starts("/*"))
                SkipTo("*/");
            else if (next == '\'')
                Character();
            else if (QuoteAhead() is { } quote)
                Quoted(quote);
            else
                Token();
        }
    }

    private void Token()
    {
        var start = _at++;
        if (char.IsWhiteSpace(_text[start]))
            return;
        if (IsOfIdentifier(_text[start]))
        {
            while (_at < _text.Length && IsOfIdentifier(_text[_at]))
                _at++;
        }

        _tokens.Add(_text[start.._at]);
    }

    private void Character()
    {
        for (_at++; _text[_at] != '\''; _at++)
            _at += _text[_at] == '\\' ? 1 : 0;
        _at++;
    }

    /// <summary>How the string that begins here is written; null where none does.</summary>
    private Quote? QuoteAhead()
    {
        var at = _at;
        var (dollars, isVerbatim) = (0, false);
        for (; at < _text.Length && _text[at] is '$' or '@'; at++)
        {
            dollars += _text[at] == '$' ? 1 : 0;
            isVerbatim |= _text[at] == '@';
        }

        if (at == _text.Length || _text[at] != '"')
            return null;
        var marks = 1;
        while (at + marks < _text.Length && _text[at + marks] == '"')
            marks++;
        _at = at;
        return new Quote(dollars, isVerbatim, marks >= 3 ? marks : 1);
    }

    /// <summary>Skips a string, but for its holes.</summary>
    private void Quoted(Quote quote)
    {
        var end = new string('"', quote.Marks);
        for (_at += quote.Marks; !Starts(end) || IsDoubled(quote);)
        {
            if (IsDoubled(quote) || (quote.Marks == 1 && ((!quote.IsVerbatim && Starts("\\")) || (quote.Dollars > 0 && Starts("{{")))))
                _at += 2;
            else if (quote.Dollars > 0 && Starts(new string('{', quote.Dollars)))
                Hole(quote.Dollars);
            else
                _at++;
        }

        _at += quote.Marks;
    }

    /// <summary>Whether a quotation mark of a verbatim string stands here, written twice, and not the string's end.</summary>
    private bool IsDoubled(Quote quote) => quote is { Marks: 1, IsVerbatim: true } && Starts("\"\"");

    private void Hole(int braces)
    {
        _at += braces;
        Code(closing: '}');
        _at += braces;
    }

    private void SkipTo(string end)
    {
        var found = _text.IndexOf(end, _at, StringComparison.Ordinal);
        _at = found < 0 ? _text.Length : found + end.Length;
    }

    private bool Starts(string with) => string.CompareOrdinal(_text, _at, with, 0, with.Length) == 0;

    private bool IsFirstOfLine() => string.IsNullOrWhiteSpace(_text[(_text.LastIndexOf('\n', Math.Max(_at - 1, 0)) + 1).._at]);

    private static bool IsOfIdentifier(char c) => char.IsLetterOrDigit(c) || c == '_';

    /// <param name="Dollars">How many braces open a hole; 0 for a string without holes.</param>
    /// <param name="IsVerbatim">Whether a backslash is an ordinary character.</param>
    /// <param name="Marks">Number of quotation marks at either end: 1, or 3 and more for a raw string.</param>
    private readonly record struct Quote(int Dollars, bool IsVerbatim, int Marks);
}
