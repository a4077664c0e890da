using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>Numbers as tables write them.</summary>
internal static class NumberText
{
    /// <summary>
    /// The shortest text that reads back as the number; small and large ones with a power of ten, as people write them: 1e-3.
    /// </summary>
    public static string Of(double value)
    {
        if (value is not 0 and (< 0.01 or >= 1e5) && Math.Abs(value) is < 0.01 or >= 1e5)
        {
            var text = value.ToString("0.##############e0", CultureInfo.InvariantCulture);
            if (double.Parse(text, CultureInfo.InvariantCulture).Equals(value))
                return text;
        }

        return value.ToString(CultureInfo.InvariantCulture);
    }
}
