namespace OptimizerDynamics;

/// <summary>A setting of a named optimizer as a settings file gives it: its key, defaults, range and meaning.</summary>
/// <param name="Key">The key in a file, such as <c>beta1</c>.</param>
/// <param name="Default">The value when left out (<see cref="Preset.Paper"/>); 0 and 1 stand for false and true of a switch.</param>
/// <param name="Range">The numbers allowed; null for a switch, which is true or false.</param>
/// <param name="Meaning">What it is, in a few words, with its symbol.</param>
public sealed record Setting(string Key, double Default, Interval? Range, string Meaning)
{
    /// <summary>PyTorch's default where it is not <see cref="Default"/>; null where it is.</summary>
    public double? PyTorch { get; init; }

    /// <summary>Whether it is true or false instead of a number.</summary>
    public bool IsSwitch => Range is null;

    /// <summary>The value that a preset gives to the setting.</summary>
    /// <param name="preset">The preset.</param>
    public double DefaultOf(Preset preset) => preset == Preset.PyTorch ? PyTorch ?? Default : Default;
}
