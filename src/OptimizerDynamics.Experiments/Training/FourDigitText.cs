using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>Numbers of four digits as text, five characters each and nothing between them: a list that JSON would need twice as much
/// for.</summary>
/// <remarks>
/// <para><c>1234g</c> is 1.234·10⁻⁶: four digits, of which a point stands behind the first, and a letter for the power of ten: <c>a</c> for
/// 10⁰, <c>b</c> for 10⁻¹, to <c>z</c> for 10⁻²⁵; <c>A</c> for 10¹, <c>B</c> for 10², to <c>Z</c> for 10²⁶. A negative number has a letter
/// in place of its first digit: <c>A</c> for −1 to <c>I</c> for −9, so that <c>B500a</c> is −2.5. <c>0000a</c> is 0, and so is whatever is
/// closer to it than 10⁻²⁵; <c>-----</c> is no number: NaN, infinite, or from 10²⁷ on.</para>
/// <para>In Python:</para>
/// <code>
/// def number(t):
///     if t == "-----": return float("nan")
///     first = int(t[0]) if t[0].isdigit() else -(ord(t[0]) - 64)
///     size = abs(first) + int(t[1:4]) / 1000
///     power = 97 - ord(t[4]) if t[4].islower() else ord(t[4]) - 64
///     return (-size if first &lt; 0 else size) * 10.0 ** power
/// numbers = [number(text[i:i + 5]) for i in range(0, len(text), 5)]
/// </code>
/// </remarks>
public static class FourDigitText
{
    private const int Length = 5, LeastPower = -25, MostPower = 26;
    private const string Zero = "0000a", NoNumber = "-----";

    /// <summary>Numbers as text.</summary>
    /// <param name="values">The numbers; each is rounded to four digits.</param>
    public static string Of(IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return string.Concat(values.Select(Written));
    }

    /// <summary>The numbers of a text.</summary>
    /// <param name="text">What <see cref="Of"/> wrote.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ImmutableArray<double> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length % Length != 0)
            throw new FormatException($"A list of {text.Length} characters has no whole numbers of {Length}.");
        return [.. text.Chunk(Length).Select(part => Number(new string(part)))];
    }

    private static string Written(double value)
    {
        if (!double.IsFinite(value))
            return NoNumber;
        // d.ddde+ppp
        var text = Math.Abs(value).ToString("e3", CultureInfo.InvariantCulture);
        var power = int.Parse(text.AsSpan(text.IndexOf('e', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
        if (value == 0 || power < LeastPower)
            return Zero;
        if (power > MostPower)
            return NoNumber;
        var first = value < 0 ? (char)('A' + (text[0] - '1')) : text[0];
        return $"{first}{text.AsSpan(2, 3)}{(char)(power <= 0 ? 'a' - power : 'A' + power - 1)}";
    }

    private static double Number(string text)
    {
        if (text == NoNumber)
            return double.NaN;
        var isNegative = text[0] is >= 'A' and <= 'I';
        var first = isNegative ? (char)('1' + (text[0] - 'A')) : text[0];
        int? power = text[^1] is >= 'a' and <= 'z' ? 'a' - text[^1] : text[^1] is >= 'A' and <= 'Z' ? text[^1] - 'A' + 1 : null;
        return power is not null && char.IsAsciiDigit(first) && text[1..4].All(char.IsAsciiDigit)
            ? double.Parse(
                $"{(isNegative ? "-" : "")}{first}.{text[1..4]}e{power.Value.ToString(CultureInfo.InvariantCulture)}",
                CultureInfo.InvariantCulture)
            : throw new FormatException($"'{text}' is no number of four digits and a power of ten, such as 1234g.");
    }
}
