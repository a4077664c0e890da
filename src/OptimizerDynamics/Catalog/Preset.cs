namespace OptimizerDynamics;

/// <summary>Whose settings hold where a settings file or a command says nothing.</summary>
public enum Preset
{
    /// <summary>The paper's settings (Mehta, Kim and Theobalt 2019), and the authors' or PyTorch's where it has none. In text:
    /// <c>paper</c>. Holds unless another is named.</summary>
    Paper,

    /// <summary>The defaults of PyTorch 2 (<c>torch.optim</c>), and the authors' where PyTorch has no such optimizer. In text:
    /// <c>pytorch</c>.</summary>
    PyTorch,
}

/// <summary>The names of presets in settings files, options and help.</summary>
public static class PresetNames
{
    private static readonly (string Name, Preset Preset)[] _table = [("paper", Preset.Paper), ("pytorch", Preset.PyTorch)];

    /// <summary>All names: paper, pytorch.</summary>
    public static IReadOnlyList<string> All { get; } = [.. _table.Select(entry => entry.Name)];

    /// <summary>The name of a preset.</summary>
    /// <param name="preset">The preset.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such preset.</exception>
    public static string ToText(this Preset preset) => Array.Find(_table, entry => entry.Preset == preset).Name
        ?? throw new ArgumentOutOfRangeException(nameof(preset), preset, $"preset = {preset} must be one of {string.Join(", ", All)}.");

    /// <summary>The preset of a name; null when there is none.</summary>
    /// <param name="name">A name such as <c>pytorch</c>; case matters.</param>
    public static Preset? Find(string name)
    {
        foreach (var entry in _table)
        {
            if (entry.Name == name)
                return entry.Preset;
        }

        return null;
    }
}
