namespace OptimizerDynamics.Experiments;

/// <summary>Reads the words that settings files and studies share: <c>preset</c>, <c>decayed</c> and its kin.</summary>
public static class CommonKeys
{
    /// <summary>The key that says whose settings hold where nothing is said.</summary>
    public const string Preset = "preset";

    /// <summary>The key that says which kinds of parameters decay, where no key of one regularization says otherwise.</summary>
    public const string Decayed = "decayed";

    private const string Kinds = "Kinds", All = "all", None = "none";

    /// <summary>What can stand under <see cref="Decayed"/>, in words.</summary>
    public static string DecayedInWords => $"one of {string.Join(", ", ParameterKindNames.Names)}, {All}, {None}";

    /// <summary>The preset that a mapping names; null where it names none.</summary>
    /// <param name="map">The mapping.</param>
    /// <exception cref="InputException">There is no such preset.</exception>
    public static Preset? PresetOf(YamlMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return map.Text(Preset, $"one of {string.Join(", ", PresetNames.All)}") is not { } name ? null
            : PresetNames.Find(name) ?? throw map.Wrong(Preset, $"{Preset}: {Nearest.Unknown("preset", name, PresetNames.All)}");
    }

    /// <summary>The key that says on which kinds of parameters one regularization acts, such as <c>l1Kinds</c>.</summary>
    /// <param name="regularization">The key of the regularization's λ, such as <c>l1</c>.</param>
    public static string KindsOf(string regularization) => regularization + Kinds;

    /// <summary>The keys that say what decays: <see cref="Decayed"/>, and one for each regularization.</summary>
    public static IReadOnlyList<string> OfKinds { get; } =
    [
        Decayed,
        .. Enum.GetValues<Regularization>().Select(CommonSettings.Of).OfType<Setting>().Select(setting => KindsOf(setting.Key)),
    ];

    /// <summary>The kinds of parameters that each regularization of a mapping acts on: <see cref="Decayed"/> for all, and the key of each
    /// for one.</summary>
    /// <param name="map">The mapping.</param>
    /// <exception cref="InputException">A word is no kind.</exception>
    public static DecayedKinds DecayedOf(YamlMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Enum.GetValues<Regularization>().Aggregate(
            new DecayedKinds(KindsOf(map, Decayed) ?? ParameterKinds.All),
            (all, regularization) => CommonSettings.Of(regularization) is { } setting && KindsOf(map, KindsOf(setting.Key)) is { } kinds
                ? all.With(regularization, kinds)
                : all);
    }

    /// <summary>The kinds of parameters that a key of a mapping names: a list such as <c>[weight, bias]</c>, one of them, <c>all</c> or
    /// <c>none</c>; null where it says nothing.</summary>
    /// <param name="map">The mapping.</param>
    /// <param name="key">One of <see cref="OfKinds"/>.</param>
    /// <exception cref="InputException">A word is none of these.</exception>
    public static ParameterKinds? KindsOf(YamlMap map, string key)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map.Texts(key, DecayedInWords) is not { } words)
            return null;
        return words is [All or None]
            ? ParameterKindNames.Parse(words[0])
            : words.Aggregate(ParameterKinds.None, (kinds, word) => kinds | KindOf(map, key, word));
    }

    /// <summary>
    /// Kinds as <see cref="KindsOf(YamlMap, string)"/> reads them: <c>all</c>, <c>none</c>, or a list such as <c>[weight, bias]</c>.
    /// </summary>
    /// <param name="kinds">The kinds.</param>
    public static string TextOf(ParameterKinds kinds) => kinds is ParameterKinds.All or ParameterKinds.None
        ? kinds.ToText()
        : $"[{string.Join(", ", kinds.ToText().Split('+'))}]";

    private static ParameterKinds KindOf(YamlMap map, string key, string word) => word switch
    {
        _ when ParameterKindNames.Names.Contains(word) => ParameterKindNames.Parse(word),
        All or None =>
            throw map.Wrong(key, $"{key}: expected '{word}' alone, or some of {string.Join(", ", ParameterKindNames.Names)}"),
        _ => throw map.Wrong(key, $"{key}: {Nearest.Unknown("kind of parameter", word, [.. ParameterKindNames.Names, All, None])}"),
    };
}
