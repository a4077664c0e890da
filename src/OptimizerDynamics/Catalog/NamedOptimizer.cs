using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>An optimizer that a settings file or a command can name.</summary>
/// <param name="name">Its name there, such as <c>adam</c>.</param>
/// <param name="title">One sentence about it.</param>
/// <param name="settings">Its own settings, in the order in which help shows them.</param>
/// <param name="build">Makes the chain of its own settings. <c>l1</c> is put before it and <c>proximalL1</c> behind it, unless it has a
/// setting of that name itself.</param>
public sealed class NamedOptimizer(string name, string title, IReadOnlyList<Setting> settings, Func<SettingValues, Chain> build)
{
    /// <summary>Its name in a settings file.</summary>
    public string Name { get; } = name;

    /// <summary>One sentence about it.</summary>
    public string Title { get; } = title;

    /// <summary>All of its numeric settings and switches, in the order in which help shows them: its own, and
    /// <see cref="CommonSettings.Sparsifiers"/>, which every optimizer has.</summary>
    public IReadOnlyList<Setting> Settings { get; } =
        [.. settings, .. CommonSettings.Sparsifiers.ExceptBy(settings.Select(setting => setting.Key), setting => setting.Key)];

    /// <summary>
    /// Whether PyTorch has such an optimizer; where it has none, <see cref="Preset.PyTorch"/> gives the authors' settings.
    /// </summary>
    public bool IsInPyTorch { get; init; } = true;

    /// <summary>The value of every setting in a preset, by key.</summary>
    /// <param name="preset">The preset.</param>
    public ImmutableSortedDictionary<string, double> ValuesOf(Preset preset) =>
        Settings.ToImmutableSortedDictionary(setting => setting.Key, setting => setting.DefaultOf(preset), StringComparer.Ordinal);

    /// <summary>Makes the chain.</summary>
    /// <param name="values">Values by key; <see cref="Setting.Default"/> holds for what is left out.</param>
    /// <param name="schedule">The schedule multiplier; constant when null.</param>
    /// <param name="decayed">The kinds of parameters that each regularization acts on; all when null.</param>
    /// <exception cref="ArgumentException">A key is none of <see cref="Settings"/>, or two settings contradict each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public Chain Build(
        IReadOnlyDictionary<string, double> values, Schedule? schedule = null, DecayedKinds? decayed = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (key, value) in values)
        {
            var setting = Settings.FirstOrDefault(setting => setting.Key == key) ?? throw new ArgumentException(
                $"{Name} has no setting '{key}'; it has {string.Join(", ", Settings.Select(setting => setting.Key))}.", nameof(values));
            if (setting.Range is { } range)
                range.Require(value, key);
            else if (value is not (0 or 1))
                throw new ArgumentOutOfRangeException(key, value, $"{key} = {value} must be 0 (false) or 1 (true).");
        }

        var all = new SettingValues(Settings, values, schedule, decayed);
        double Added(Setting setting) => settings.Any(own => own.Key == setting.Key) ? 0 : all[setting.Key];
        return Chain.Create(
        [
            new AddSign(Added(CommonSettings.L1), all.Decayed.L1), .. build(all),
            new SoftThreshold(Added(CommonSettings.ProximalL1), all.Decayed.ProximalL1, schedule),
        ]);
    }
}
