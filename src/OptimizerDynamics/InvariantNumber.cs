using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace OptimizerDynamics;

/// <summary>Reads numbers that users and files give: the same on every machine, and the whole text or nothing.</summary>
/// <remarks>
/// .NET's own parsers pass over trailing NUL characters: <c>0.06\0\0\0</c>, which a crash leaves of <c>0.0625</c>, would be read as 0.06.
/// All parsing of text that comes from outside goes through here.
/// </remarks>
public static class InvariantNumber
{
    /// <summary>Reads a number.</summary>
    /// <typeparam name="T">The type of number.</typeparam>
    /// <param name="text">The text; one with a control character (a tab or line break among them) is no number.</param>
    /// <param name="styles">The notation that is accepted: signs, exponents, white space.</param>
    /// <param name="value">The number; 0 when there is none.</param>
    /// <returns>Whether the whole text is a number that <typeparamref name="T"/> holds: <c>1e-400</c>, which a double would make 0, is
    /// none.</returns>
    public static bool TryParse<T>([NotNullWhen(true)] string? text, NumberStyles styles, out T value) where T : struct, INumberBase<T>
    {
        value = T.Zero;
        return text is not null && !HasControl(text) && T.TryParse(text, styles, CultureInfo.InvariantCulture, out value)
            && !(T.IsZero(value) && HasDigit(text));
    }

    /// <summary>Whether a digit other than 0 stands before the exponent.</summary>
    private static bool HasDigit(ReadOnlySpan<char> text)
    {
        var exponent = text.IndexOfAny('e', 'E');
        return (exponent < 0 ? text : text[..exponent]).ContainsAnyInRange('1', '9');
    }

    private static bool HasControl(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\0', '\u001F') || text.ContainsAnyInRange('\u007F', '\u009F');
}
