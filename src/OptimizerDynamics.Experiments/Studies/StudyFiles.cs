namespace OptimizerDynamics.Experiments;

/// <summary>The studies of the current folder: <c>experiments/NAME/study.yaml</c>.</summary>
public static class StudyFiles
{
    private const string Folder = "experiments", FileName = "study.yaml";

    /// <summary>The names of all studies, in their order.</summary>
    /// <exception cref="InputException">There is no folder of experiments here.</exception>
    public static IReadOnlyList<string> Names() => Directory.Exists(Folder)
        ?
        [
            .. Directory.EnumerateDirectories(Folder).Where(folder => File.Exists(Path.Combine(folder, FileName)))
                .Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal),
        ]
        : throw new InputException($"expected to be run where there is a folder '{Folder}'");

    /// <summary>The files of all studies; none where there is no folder of experiments here.</summary>
    public static IEnumerable<string> Paths() => Directory.Exists(Folder) ? Names().Select(PathOf) : [];

    /// <summary>A study's file.</summary>
    /// <param name="name">The name of a study.</param>
    public static string PathOf(string name) => Path.Combine(Folder, name, FileName);

    /// <summary>The file that is meant by a study's name or a file's.</summary>
    /// <param name="study">What the user wrote.</param>
    /// <exception cref="InputException">There is neither.</exception>
    public static string Find(string study)
    {
        if (File.Exists(PathOf(study)))
            return PathOf(study);
        if (File.Exists(study))
            return study;
        string[] known = Directory.Exists(Folder) ? [.. Names()] : [];
        throw new InputException(known.Length > 0
            ? Nearest.Unknown("study", study, known)
            : $"there is no file '{study}', and no folder '{Folder}' here with studies to name");
    }
}
