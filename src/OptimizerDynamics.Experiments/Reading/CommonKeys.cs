namespace OptimizerDynamics.Experiments;

/// <summary>Reads the words that settings files and studies share: <c>preset</c> and <c>decayed</c>.</summary>
public static class CommonKeys
{
    /// <summary>The key that says whose settings hold where nothing is said.</summary>
    public const string Preset = "preset";

    /// <summary>The key that says which kinds of parameters decay.</summary>
    public const string Decayed = "decayed";

    private const string All = "all", None = "none";

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

    /// <summary>The kinds of parameters that a mapping lets decay: a list such as <c>[weight, bias]</c>, one of them, <c>all</c> or
    /// <c>none</c>; null where it says nothing.</summary>
    /// <param name="map">The mapping.</param>
    /// <exception cref="InputException">A word is none of these.</exception>
    public static ParameterKinds? DecayedOf(YamlMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map.Texts(Decayed, DecayedInWords) is not { } words)
            return null;
        return words is [All or None]
            ? ParameterKindNames.Parse(words[0])
            : words.Aggregate(ParameterKinds.None, (kinds, word) => kinds | KindOf(map, word));
    }

    /// <summary>Kinds as <see cref="DecayedOf"/> reads them: <c>all</c>, <c>none</c>, or a list such as <c>[weight, bias]</c>.</summary>
    /// <param name="kinds">The kinds.</param>
    public static string TextOf(ParameterKinds kinds) => kinds is ParameterKinds.All or ParameterKinds.None
        ? kinds.ToText()
        : $"[{string.Join(", ", kinds.ToText().Split('+'))}]";

    private static ParameterKinds KindOf(YamlMap map, string word) => word switch
    {
        _ when ParameterKindNames.Names.Contains(word) => ParameterKindNames.Parse(word),
        All or None =>
            throw map.Wrong(Decayed, $"{Decayed}: expected '{word}' alone, or some of {string.Join(", ", ParameterKindNames.Names)}"),
        _ => throw map.Wrong(Decayed, $"{Decayed}: {Nearest.Unknown("kind of parameter", word, [.. ParameterKindNames.Names, All, None])}"),
    };
}
