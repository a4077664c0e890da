namespace OptimizerDynamics;

/// <summary>A setting of a named optimizer as a settings file gives it: its key, default, range and meaning.</summary>
/// <param name="Key">The key in a file, such as <c>beta1</c>.</param>
/// <param name="Default">The value when left out; 0 and 1 stand for false and true of a switch.</param>
/// <param name="Range">The numbers allowed; null for a switch, which is true or false.</param>
/// <param name="Meaning">What it is, in a few words, with its symbol.</param>
public sealed record Setting(string Key, double Default, Interval? Range, string Meaning)
{
    /// <summary>Whether it is true or false instead of a number.</summary>
    public bool IsSwitch => Range is null;
}

/// <summary>The values of a named optimizer's settings; what is not given has its default.</summary>
/// <param name="settings">The settings that there are.</param>
/// <param name="given">The values given, by key.</param>
public sealed class SettingValues(IReadOnlyList<Setting> settings, IReadOnlyDictionary<string, double> given)
{
    /// <summary>A number.</summary>
    /// <param name="key">The setting's key.</param>
    /// <exception cref="KeyNotFoundException">There is no such setting.</exception>
    public double this[string key] => given.TryGetValue(key, out var value)
        ? value
        : (settings.FirstOrDefault(setting => setting.Key == key) ?? throw new KeyNotFoundException($"There is no setting '{key}'.")).Default;

    /// <summary>A switch.</summary>
    /// <param name="key">The setting's key.</param>
    public bool Is(string key) => this[key] != 0;
}
