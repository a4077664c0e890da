using System.Globalization;

namespace OptimizerDynamics.Reports;

/// <summary>Numbers in words of a report, the same on every machine.</summary>
internal static class Say
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>1, 10, 100, 1,000, 10,000, and else 10⁻⁵.</summary>
    public static string PowerOfTen(int exponent)
    {
        if (exponent is >= 0 and <= 4)
            return Count(Math.Pow(10, exponent));
        var digits = Math.Abs(exponent).ToString(CultureInfo.InvariantCulture);
        return $"10{(exponent < 0 ? "⁻" : "")}{string.Concat(digits.Select(digit => Superscripts[digit - '0']))}";
    }

    /// <summary>A setting with three digits: 0.001 as 1e-3, 20000 as 20,000.</summary>
    public static string Setting(double value)
    {
        if (value != 0 && Math.Abs(value) is < 0.01 or >= 1e7)
            return value.ToString("0.##e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal);
        var rounded = double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return (Math.Abs(value) < 1000 ? rounded : value).ToString("#,0.#####", CultureInfo.InvariantCulture);
    }

    /// <summary>A count or a time in iterations: 6,884.</summary>
    public static string Count(double value) => Math.Round(value).ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A time in iterations to three digits: 6,880.</summary>
    public static string Time(double value)
    {
        var unit = value < 1000 ? 1 : Math.Pow(10, Math.Floor(Math.Log10(value)) - 2);
        return Count(Math.Round(value / unit) * unit);
    }

    /// <summary>A ratio of at least 1 with two digits: 1.3, 12, 480; ∞ of what happened at once.</summary>
    public static string Ratio(double value) => value switch
    {
        < 9.95 => value.ToString("0.0", CultureInfo.InvariantCulture),
        double.PositiveInfinity => "∞",
        < 99.5 => value.ToString("0", CultureInfo.InvariantCulture),
        _ => Count(RoundedToTwoDigits(value)),
    };

    private static double RoundedToTwoDigits(double value)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return Math.Round(value / unit) * unit;
    }
}
