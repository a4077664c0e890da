using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>The section <c>settings</c> of a study: the optimizers' settings where a default is not wanted. What it leaves out has the
/// value of a preset: the one that it names for the optimizer, else for all, else <c>paper</c>.</summary>
internal sealed class StudyOptimizers
{
    private const string Section = "settings", What = "the optimizers' settings";

    private readonly Preset? _ofAll;
    private readonly Dictionary<string, YamlMap> _given;

    private StudyOptimizers(Preset? ofAll, Dictionary<string, YamlMap> given) => (_ofAll, _given) = (ofAll, given);

    /// <summary>Reads the section: the profile's, which replaces the study's.</summary>
    /// <exception cref="InputException">There is no such optimizer or preset.</exception>
    public static StudyOptimizers Read(YamlMap map, StudyValues values)
    {
        if ((values.OfProfile(Section, What) ?? map.RequireMap(Section, What)) is not { } all)
            return new StudyOptimizers(null, []);
        all.RequireKnownKeys([.. values.Registry.Optimizers.Select(optimizer => optimizer.Name), CommonKeys.Preset]);
        return new StudyOptimizers(
            CommonKeys.PresetOf(all),
            all.Keys.Where(key => key != CommonKeys.Preset)
                .ToDictionary(name => name, name => all.RequireMap(name, $"the settings of {name}")!));
    }

    /// <summary>All settings of an optimizer but those of its regularizations.</summary>
    /// <exception cref="InputException">A setting cannot be used.</exception>
    public ImmutableSortedDictionary<string, double> SettingsOf(NamedOptimizer optimizer)
    {
        var given = _given.GetValueOrDefault(optimizer.Name);
        Setting[] settings = [.. optimizer.Settings.Where(setting => !SettingParameter.IsOfRegularization(setting))];
        given?.RequireKnownKeys([.. settings.Select(setting => setting.Key), CommonKeys.Preset]);
        var preset = (given is null ? null : CommonKeys.PresetOf(given)) ?? _ofAll ?? Preset.Paper;
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
