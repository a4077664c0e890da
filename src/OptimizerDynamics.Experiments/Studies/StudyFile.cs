namespace OptimizerDynamics.Experiments;

/// <summary>Reads study files of every kind: see <see cref="LowGradientStudy"/> and <see cref="TrainingStudy"/> for what stands in them.</summary>
public static class StudyFile
{
    private const string What = "the study";

    private static readonly Dictionary<string, (string[] Keys, Func<YamlMap, YamlMap, string, IStudy> Read)> _kinds = new(StringComparer.Ordinal)
    {
        [LowGradientTrial.Kind] = (LowGradientStudy.Keys, LowGradientStudy.Of),
        [TrainingTrial.Kind] = (TrainingStudy.Keys, TrainingStudy.Of),
    };

    /// <summary>Reads a study at each of its profiles, in the order of the file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">A key, type, value or combination cannot be used; one line says where and what was expected.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<IStudy> ReadAll(string path)
    {
        var map = YamlMap.ReadFile(path, What);
        if (!map.Has("kind"))
            map.RequireKnownKeys([.. _kinds.Values.SelectMany(kind => kind.Keys).Distinct()]);
        var name = Required(map, "kind", map.Text("kind", string.Join(" or ", _kinds.Keys)));
        if (!_kinds.TryGetValue(name, out var kind))
            throw map.Wrong("kind", $"kind: {Nearest.Unknown("kind of study", name, [.. _kinds.Keys])}");
        map.RequireKnownKeys(kind.Keys);
        var profiles = Required(map, "profiles", map.RequireMap("profiles", "the profiles"));
        return profiles.Keys.Any() ? [.. profiles.Keys.Select(profile => kind.Read(map, profiles, profile))] : throw map.Wrong("profiles", "profiles: expected at least one, found none");
    }

    /// <summary>Reads a study.</summary>
    /// <param name="path">The file.</param>
    /// <param name="profile">One of its profiles.</param>
    /// <exception cref="InputException">A key, type, value or combination cannot be used, or there is no such profile; one line says where and what was
    /// expected.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IStudy Read(string path, string profile)
    {
        // Every profile is read, so that a fault in one is found by whoever runs another.
        var studies = ReadAll(path);
        return studies.SingleOrDefault(study => study.Profile == profile)
            ?? throw new InputException($"{path}: {Nearest.Unknown("profile", profile, [.. studies.Select(study => study.Profile)])}");
    }

    /// <summary>What every study has: its name and its question.</summary>
    internal static (string Name, string Question) Head(YamlMap map) =>
        (Required(map, "study", map.Text("study", "a name")), Required(map, "question", map.Text("question", "a sentence")));

    private static T Required<T>(YamlMap map, string key, T? value) where T : class =>
        value ?? throw map.Wrong(key, $"expected a key '{key}' in {What}, found none");
}
