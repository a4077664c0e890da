using System.Globalization;

namespace OptimizerDynamics;

/// <summary>Numbers of settings as people write them, and as Python and YAML read them.</summary>
public static class SettingText
{
    /// <summary>The shortest text that is the number to twelve digits: 0.05, 3e-4, 1.5e-5.</summary>
    /// <param name="value">The number.</param>
    public static string Of(double value)
    {
        var rounded = double.Parse(value.ToString("G12", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return rounded is 0 || Math.Abs(rounded) is >= 0.01 and < 1e5
            ? rounded.ToString(CultureInfo.InvariantCulture)
            : rounded.ToString("0.############e0", CultureInfo.InvariantCulture);
    }

    /// <summary>The same as a float of Python's: Keras refuses an integer for a learning rate or a momentum.</summary>
    /// <param name="value">The number.</param>
    public static string InPython(double value)
    {
        var text = Of(value);
        return text.AsSpan().IndexOfAny('.', 'e') < 0 ? $"{text}.0" : text;
    }
}
