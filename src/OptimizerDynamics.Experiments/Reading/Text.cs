namespace OptimizerDynamics.Experiments;

/// <summary>Small helps with messages.</summary>
internal static class Text
{
    /// <summary>An argument exception's own words, without the lines that the runtime adds about parameter and value.</summary>
    public static string FirstLine(ArgumentException exception)
    {
        var line = exception.Message.ReplaceLineEndings("\n").Split('\n')[0];
        var added = line.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return (added < 0 ? line : line[..added]).TrimEnd('.');
    }
}
