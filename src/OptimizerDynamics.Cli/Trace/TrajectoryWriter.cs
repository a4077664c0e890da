using System.Globalization;

namespace OptimizerDynamics.Cli;

/// <summary>
/// Writes parameters, and the parts of the updates that led to them, row by row, each number so that reading it back gives the same bits.
/// </summary>
/// <remarks>Numbers that are not finite are written as <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>; in JSON as strings, since JSON has
/// no number for them.</remarks>
internal sealed class TrajectoryWriter(TextWriter writer, bool asJsonLines, bool isSingle)
{
    /// <summary>The shortest text that reads back as the same number of the element type.</summary>
    public string Text(double value) =>
        isSingle ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Writes a row.</summary>
    /// <param name="step">The number of steps taken.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="parts">The loss's and the decay's part of the last update, where they are asked for.</param>
    public void Write(long step, ReadOnlySpan<double> parameters, (double[] Loss, double[] Decay)? parts)
    {
        if (asJsonLines)
            writer.Write($"{{\"step\":{step.ToString(CultureInfo.InvariantCulture)}");
        Write("parameters", parameters, isFirst: true);
        if (parts is var (loss, decay))
        {
            Write("loss", loss, isFirst: false);
            Write("decay", decay, isFirst: false);
        }

        writer.Write(asJsonLines ? "}\n" : "\n");
    }

    private void Write(string name, ReadOnlySpan<double> values, bool isFirst)
    {
        if (asJsonLines)
            writer.Write($",\"{name}\":[");
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0 || !(isFirst || asJsonLines))
                writer.Write(',');
            writer.Write(asJsonLines && !double.IsFinite(values[i]) ? $"\"{Text(values[i])}\"" : Text(values[i]));
        }

        if (asJsonLines)
            writer.Write(']');
    }
}
