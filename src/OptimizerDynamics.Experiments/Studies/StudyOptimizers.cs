using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>The optimizers and regularizations of a study: which, and with what settings.</summary>
internal static class StudyOptimizers
{
    private const string Every = "all", What = "the optimizers' settings";

    /// <summary>The optimizers that a study names, each with all of its settings but <c>l2</c> and <c>weightDecay</c>. What <c>settings</c> leaves
    /// out has the value of a preset: the one that it names for the optimizer, else for all, else <c>paper</c>.</summary>
    /// <exception cref="InputException">There is no such optimizer, or a setting cannot be used.</exception>
    public static IReadOnlyList<(NamedOptimizer Optimizer, ImmutableSortedDictionary<string, double> Settings)> Read(YamlMap map, StudyValues values)
    {
        var all = values.OfProfile("settings", What) ?? map.RequireMap("settings", What);
        var preset = all is null ? null : CommonKeys.PresetOf(all);
        var settings = Settings(all);
        return [.. Optimizers(values).Select(optimizer => (optimizer, SettingsOf(optimizer, preset, settings.GetValueOrDefault(optimizer.Name))))];
    }

    /// <summary>The regularizations that a study names.</summary>
    /// <exception cref="InputException">There is no such regularization.</exception>
    public static Regularization[] Regularizations(StudyValues values)
    {
        var known = SpecificationOf.Regularizations;
        var names = values.Texts("regularization", $"one of {string.Join(", ", known.Keys)}") ?? throw values.Missing("regularization", string.Join(", ", known.Keys));
        return [.. names.Select(name => known.TryGetValue(name, out var regularization)
            ? regularization
            : throw values.Wrong("regularization", $"regularization: {Nearest.Unknown("regularization", name, [.. known.Keys])}"))];
    }

    private static IEnumerable<NamedOptimizer> Optimizers(StudyValues values)
    {
        string[] known = [.. OptimizerCatalog.All.Select(optimizer => optimizer.Name)];
        var names = values.Texts("optimizer", $"one of {Every}, {string.Join(", ", known)}") ?? throw values.Missing("optimizer", $"{Every} or names");
        return names is [Every]
            ? OptimizerCatalog.All
            : [.. names.Select(name => OptimizerCatalog.Find(name) ?? throw values.Wrong("optimizer", $"optimizer: {Nearest.Unknown("optimizer", name, known)}"))];
    }

    private static Dictionary<string, YamlMap> Settings(YamlMap? all)
    {
        if (all is null)
            return [];
        all.RequireKnownKeys([.. OptimizerCatalog.All.Select(optimizer => optimizer.Name), CommonKeys.Preset]);
        return all.Keys.Where(key => key != CommonKeys.Preset).ToDictionary(name => name, name => all.RequireMap(name, $"the settings of {name}")!);
    }

    private static ImmutableSortedDictionary<string, double> SettingsOf(NamedOptimizer optimizer, Preset? ofAll, YamlMap? given)
    {
        Setting[] settings = [.. optimizer.Settings.Where(setting => setting.Key is not ("l2" or "weightDecay"))];
        given?.RequireKnownKeys([.. settings.Select(setting => setting.Key), CommonKeys.Preset]);
        var preset = (given is null ? null : CommonKeys.PresetOf(given)) ?? ofAll ?? Preset.Paper;
        var values = settings.ToImmutableSortedDictionary(
            setting => setting.Key,
            setting => (given is null ? null : OptimizerFile.Given(given, setting)) ?? setting.DefaultOf(preset),
            StringComparer.Ordinal);
        try
        {
            optimizer.Build(values);
            return values;
        }
        catch (ArgumentException cause) when (given is not null)
        {
            throw given.Wrong(cause.ParamName ?? settings[0].Key, $"{optimizer.Name}: {Text.FirstLine(cause)}");
        }
    }
}
