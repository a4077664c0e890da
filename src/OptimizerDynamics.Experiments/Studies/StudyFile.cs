namespace OptimizerDynamics.Experiments;

/// <summary>
/// Reads study files of every registered kind: see <see cref="LowGradientStudy"/> and <see cref="TrainingStudy"/> for what stands in them.
/// </summary>
public static class StudyFile
{
    private const string What = "the study";

    /// <summary>The keys that every study has.</summary>
    private static readonly string[] _head = ["study", "kind", "question"];

    /// <summary>Reads a study at each of its profiles, in the order of the file.</summary>
    /// <param name="registry">The kinds of study, and what names in the file can mean.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">A key, type, value or combination cannot be used; one line says where and what was
    /// expected.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<IStudy> ReadAll(Registry registry, string path) => ReadAll(registry, StudyText.Read(path));

    /// <summary>Reads a study at each of its profiles, in the order of the text.</summary>
    /// <param name="registry">The kinds of study, and what names in the text can mean.</param>
    /// <param name="text">The study as it is written.</param>
    /// <exception cref="InputException">A key, type, value or combination cannot be used; one line says where and what was
    /// expected.</exception>
    public static IReadOnlyList<IStudy> ReadAll(Registry registry, StudyText text)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(text);
        var map = YamlMap.Parse(text.Text, text.Source, What);
        if (!map.Has("kind"))
            map.RequireKnownKeys([.. registry.StudyKinds.SelectMany(Keys).Distinct()]);
        string[] known = [.. registry.StudyKinds.Select(kind => kind.Name)];
        var word = Required(map, "kind", map.Text("kind", string.Join(" or ", known)));
        var kind = registry.StudyKinds.FirstOrDefault(kind => kind.Name == word)
            ?? throw map.Wrong("kind", $"kind: {Nearest.Unknown("kind of study", word, known)}");
        map.RequireKnownKeys(Keys(kind));
        var name = StudyName.Require(map, "study", "study", Required(map, "study", map.Text("study", "a name")));
        var question = Required(map, "question", map.Text("question", "a sentence"));
        var profiles = Required(map, "profiles", map.RequireMap("profiles", "the profiles"));
        if (!profiles.Keys.Any())
            throw map.Wrong("profiles", "profiles: expected at least one, found none");
        foreach (var profile in profiles.Keys)
            StudyName.Require(profiles, profile, "profile", profile);
        IStudy[] studies =
        [
            .. profiles.Keys.Select(profile => kind.Read(new StudySource(registry, map, profiles, profile, name, question))),
        ];
        kind.RequireConsistent(map, studies);
        return studies;
    }

    /// <summary>Reads a study.</summary>
    /// <param name="registry">The kinds of study, and what names in the file can mean.</param>
    /// <param name="path">The file.</param>
    /// <param name="profile">One of its profiles.</param>
    /// <exception cref="InputException">A key, type, value or combination cannot be used, or there is no such profile; one line says where
    /// and what was expected.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IStudy Read(Registry registry, string path, string profile) => Read(registry, StudyText.Read(path), profile);

    /// <summary>Reads a study.</summary>
    /// <param name="registry">The kinds of study, and what names in the text can mean.</param>
    /// <param name="text">The study as it is written.</param>
    /// <param name="profile">One of its profiles.</param>
    /// <exception cref="InputException">A key, type, value or combination cannot be used, or there is no such profile; one line says where
    /// and what was expected.</exception>
    public static IStudy Read(Registry registry, StudyText text, string profile)
    {
        // Every profile is read, so that a fault in one is found by whoever runs another.
        var studies = ReadAll(registry, text);
        return studies.SingleOrDefault(study => study.Profile == profile)
            ?? throw new InputException(
                $"{text.Source}: {Nearest.Unknown("profile", profile, [.. studies.Select(study => study.Profile)])}");
    }

    private static string[] Keys(IStudyKind kind) => [.. _head, .. kind.Sections, "profiles"];

    private static T Required<T>(YamlMap map, string key, T? value) where T : class =>
        value ?? throw map.Wrong(key, $"expected a key '{key}' in {What}, found none");
}
