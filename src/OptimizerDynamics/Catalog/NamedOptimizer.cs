using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>An optimizer that a settings file or a command can name.</summary>
/// <param name="name">Its name there, such as <c>adam</c>.</param>
/// <param name="title">One sentence about it.</param>
/// <param name="settings">All of its settings, in the order in which help shows them.</param>
/// <param name="build">Makes the chain.</param>
public sealed class NamedOptimizer(string name, string title, IReadOnlyList<Setting> settings, Func<SettingValues, Chain> build)
{
    /// <summary>Its name in a settings file.</summary>
    public string Name { get; } = name;

    /// <summary>One sentence about it.</summary>
    public string Title { get; } = title;

    /// <summary>All of its numeric settings and switches, in the order in which help shows them.</summary>
    public IReadOnlyList<Setting> Settings { get; } = settings;

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
    /// <param name="decayed">The kinds of parameters that <c>l2</c> and <c>weightDecay</c> act on.</param>
    /// <exception cref="ArgumentException">A key is none of <see cref="Settings"/>, or two settings contradict each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public Chain Build(
        IReadOnlyDictionary<string, double> values, Schedule? schedule = null, ParameterKinds decayed = ParameterKinds.All)
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

        return build(new SettingValues(Settings, values, schedule, decayed));
    }
}
