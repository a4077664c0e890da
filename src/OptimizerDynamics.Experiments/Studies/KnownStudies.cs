namespace OptimizerDynamics.Experiments;

/// <summary>The studies that a name stands for: those of the current folder, <c>experiments/NAME/study.yaml</c>, and those that are built
/// in.</summary>
public static class KnownStudies
{
    private const string Folder = "experiments", FileName = "study.yaml";

    /// <summary>The current folder's studies, and the built-in ones that it has no study of that name in place of; each by name.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<KnownStudy> All()
    {
        KnownStudy[] here = [.. Names().Select(Here)];
        return [.. here, .. BuiltInStudies.All.Where(study => !here.Any(other => other.Name == study.Name))];
    }

    /// <summary>The file of a study of the current folder, whether it is there or not.</summary>
    /// <param name="name">The study's name.</param>
    public static string PathOf(string name) => Path.Combine(Folder, name, FileName);

    /// <summary>The study that is meant by its name or its file's: one of the current folder, else a file, else a built-in one.</summary>
    /// <param name="study">What the user wrote.</param>
    /// <exception cref="InputException">There is neither.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static KnownStudy Find(string study)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (File.Exists(PathOf(study)))
            return Here(study);
        if (File.Exists(study))
        {
            var path = Path.GetFullPath(study);
            return Names().Where(name => Path.GetFullPath(PathOf(name)) == path).Select(Here).FirstOrDefault()
                ?? new KnownStudy(Path.GetFileNameWithoutExtension(study), StudyOrigin.File, StudyText.Read(study));
        }

        if (BuiltInStudies.All.FirstOrDefault(built => built.Name == study) is { } known)
            return known;
        if (Directory.Exists(study))
            throw new InputException($"study: expected a study's name or its file, found the folder '{study}'");
        throw new InputException(study.Contains('/') || study.Contains('\\') || Path.HasExtension(study)
            ? $"there is no study file '{study}' ('optdyn init NAME' writes one to start from)"
            : Nearest.Unknown("study", study, [.. All().Select(other => other.Name)]));
    }

    private static KnownStudy Here(string name) => new(name, StudyOrigin.Folder, StudyText.Read(PathOf(name)));

    private static IReadOnlyList<string> Names() => !Directory.Exists(Folder) ? [] :
    [
        .. Directory.EnumerateDirectories(Folder).Where(folder => File.Exists(Path.Combine(folder, FileName)))
            .Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal),
    ];
}
