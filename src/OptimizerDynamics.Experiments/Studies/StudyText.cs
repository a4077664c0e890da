namespace OptimizerDynamics.Experiments;

/// <summary>A study as it is written.</summary>
/// <param name="Source">Where it comes from, for messages: a file's path, or where in the program it is.</param>
/// <param name="Text">The YAML, whole.</param>
public sealed record StudyText(string Source, string Text)
{
    /// <summary>A file's.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static StudyText Read(string path) => new(path, File.ReadAllText(path));
}
