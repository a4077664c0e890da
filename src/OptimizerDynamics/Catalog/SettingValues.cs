namespace OptimizerDynamics;

/// <summary>What a chain is built from: the values of a named optimizer's settings, its schedule, and what is decayed.</summary>
/// <param name="settings">The settings that there are.</param>
/// <param name="given">The values given, by key; <see cref="Setting.Default"/> holds for what is left out.</param>
/// <param name="schedule">The schedule multiplier; constant when null.</param>
/// <param name="decayed">The kinds of parameters that each regularization acts on; all when null.</param>
public sealed class SettingValues(
    IReadOnlyList<Setting> settings,
    IReadOnlyDictionary<string, double> given,
    Schedule? schedule = null,
    DecayedKinds? decayed = null)
{
    /// <summary>The schedule multiplier; constant when null.</summary>
    public Schedule? Schedule { get; } = schedule;

    /// <summary>The kinds of parameters that each regularization acts on.</summary>
    public DecayedKinds Decayed { get; } = decayed ?? DecayedKinds.All;

    /// <summary>A number.</summary>
    /// <param name="key">The setting's key.</param>
    /// <exception cref="KeyNotFoundException">There is no such setting.</exception>
    public double this[string key] => given.TryGetValue(key, out var value)
        ? value
        : (settings.FirstOrDefault(setting => setting.Key == key)
            ?? throw new KeyNotFoundException($"There is no setting '{key}'.")).Default;

    /// <summary>A switch.</summary>
    /// <param name="key">The setting's key.</param>
    /// <exception cref="KeyNotFoundException">There is no such setting.</exception>
    public bool Is(string key) => this[key] != 0;
}
