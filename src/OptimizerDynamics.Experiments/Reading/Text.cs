namespace OptimizerDynamics.Experiments;

/// <summary>Small helps with messages.</summary>
internal static class Text
{
    /// <summary>An exception's own words, without what the runtime adds about parameter and value.</summary>
    public static string WordsOf(Exception exception)
    {
        var line = exception.Message.ReplaceLineEndings("\n").Split('\n')[0];
        var added = line.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return added < 0 ? line : line[..added];
    }

    /// <summary>The same as part of a sentence, without its full stop.</summary>
    public static string FirstLine(Exception exception) => WordsOf(exception).TrimEnd('.');
}
