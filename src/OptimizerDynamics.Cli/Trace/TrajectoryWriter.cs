using System.Globalization;

namespace OptimizerDynamics.Cli;

/// <summary>Writes parameters row by row, each number so that reading it back gives the same bits.</summary>
/// <remarks>Numbers that are not finite are written as <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>; in JSON as strings, since JSON has
/// no number for them.</remarks>
internal sealed class TrajectoryWriter(TextWriter writer, bool asJsonLines, bool isSingle)
{
    /// <summary>The shortest text that reads back as the same number of the element type.</summary>
    public string Text(double value) =>
        isSingle ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);

    public void Write(long step, ReadOnlySpan<double> parameters)
    {
        if (asJsonLines)
            writer.Write($"{{\"step\":{step.ToString(CultureInfo.InvariantCulture)},\"parameters\":[");
        for (var i = 0; i < parameters.Length; i++)
        {
            if (i > 0)
                writer.Write(',');
            writer.Write(asJsonLines && !double.IsFinite(parameters[i]) ? $"\"{Text(parameters[i])}\"" : Text(parameters[i]));
        }

        writer.Write(asJsonLines ? "]}\n" : "\n");
    }
}
