namespace OptimizerDynamics.Cli;

/// <summary>The files in which Linux tells about itself.</summary>
internal static class SystemFile
{
    /// <summary>The lines, or none where the file cannot be read.</summary>
    public static IReadOnlyList<string> Lines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
